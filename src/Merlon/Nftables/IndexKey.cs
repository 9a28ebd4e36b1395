using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>
/// What an endpoint must have for being meant: a selector is filed under the most restrictive thing that it demands, and
/// an endpoint looks under all that it has. So a change of an endpoint asks few selectors, however many there are.
/// </summary>
/// <param name="Kind">What is demanded.</param>
/// <param name="Namespace">The namespace it must be in; empty for any.</param>
/// <param name="Name">The key of a label, or the name of a port; empty for none.</param>
/// <param name="Value">The label's value.</param>
readonly record struct IndexKey(IndexKind Kind, string Namespace, string Name, string Value)
{
    static IndexKey Anything { get; } = new(IndexKind.Own, "", "", "");

    /// <summary>Where a meaning is filed: an endpoint that it means has at least one of these keys.</summary>
    public static IEnumerable<IndexKey> Of(SetMeaning meaning) => meaning switch
    {
        SetMeaning.Pods pods => Of(pods.Selector),
        SetMeaning.Labelled labelled => Of(labelled.Selector.Formula),
        SetMeaning.PodsWithPort port => [new IndexKey(IndexKind.Port, "", port.Port.Name, "")],
        _ => [Anything],
    };

    /// <summary>All keys of an endpoint.</summary>
    public static IEnumerable<IndexKey> Of(Endpoint endpoint)
    {
        yield return Anything;
        foreach (var (key, value) in endpoint.Labels) yield return new IndexKey(IndexKind.Own, "", key, value);
        foreach (var name in endpoint.Ports.Select(port => port.Name).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            yield return new IndexKey(IndexKind.Port, "", name, "");
        }
        if (endpoint.Namespace is not { } home) yield break;
        yield return new IndexKey(IndexKind.Own, home.Name, "", "");
        foreach (var (key, value) in endpoint.Labels) yield return new IndexKey(IndexKind.Own, home.Name, key, value);
        foreach (var (key, value) in home.Labels) yield return new IndexKey(IndexKind.OfNamespace, "", key, value);
    }

    // What it demands of a pod's own labels or namespace; what it demands of accounts is not looked at.
    static IEnumerable<IndexKey> Of(LabelFormula formula)
    {
        var keys = formula.Keys.DistinctBy(key => key.Text).ToDictionary(key => key.Text, StringComparer.Ordinal);
        foreach (var (text, restriction) in formula.Restrictions)
        {
            if (restriction.Values is not { } values) continue;
            switch (keys[text])
            {
                case LabelKey.Own own: return values.Select(value => new IndexKey(IndexKind.Own, "", own.Text, value));
                case LabelKey.NamespaceName: return values.Select(value => new IndexKey(IndexKind.Own, value, "", ""));
                case LabelKey.OfNamespace home: return values.Select(value => new IndexKey(IndexKind.OfNamespace, "", home.Label, value));
                default: continue;
            }
        }
        return [Anything];
    }

    static IEnumerable<IndexKey> Of(EndpointSelector selector)
    {
        var home = selector.Namespaces is NamespaceScope.Named named ? named.Name : "";
        if (selector.Pods.Required is var (label, values))
        {
            return values.Select(value => new IndexKey(IndexKind.Own, home, label, value));
        }
        if (selector.Namespaces is NamespaceScope.Matching { Labels.Required: var (key, choices) })
        {
            return choices.Select(value => new IndexKey(IndexKind.OfNamespace, "", key, value));
        }
        return [new IndexKey(IndexKind.Own, home, "", "")];
    }
}
