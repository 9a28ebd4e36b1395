using Merlon.Model;

namespace Merlon.Apis.CalicoV3.Selectors;

/// <summary>The keys of Calico, resolved.</summary>
static class SelectorKeys
{
    const string NamespacePrefix = "pcns.";
    const string AccountPrefix = "pcsa.";
    const string NameLabel = "projectcalico.org/name";

    public static readonly LabelKey Namespace = Resolve("projectcalico.org/namespace");

    public static readonly LabelKey ServiceAccount = Resolve("projectcalico.org/serviceaccount");

    public static LabelKey Resolve(string key, SelectorScope scope) => Resolve(scope switch
    {
        SelectorScope.Things => key,
        SelectorScope.Namespaces => NamespacePrefix + key,
        SelectorScope.ServiceAccounts => AccountPrefix + key,
        _ => throw new InvalidOperationException($"{scope} has no keys."),
    });

    /// <summary>What <c>all()</c> means in the scope.</summary>
    public static LabelFormula Everything(SelectorScope scope) => scope switch
    {
        SelectorScope.Things => LabelFormula.Everything,
        SelectorScope.Namespaces => LabelFormula.Has(Namespace),
        SelectorScope.ServiceAccounts => LabelFormula.Has(ServiceAccount),
        _ => throw new InvalidOperationException($"{scope} has no keys."),
    };

    /// <summary>
    /// Whether a label of this key would pass for one of a namespace or account: Calico ignores it on pods.
    /// </summary>
    public static bool IsReserved(string key) =>
        key.StartsWith(NamespacePrefix, StringComparison.Ordinal)
        || key.StartsWith(AccountPrefix, StringComparison.Ordinal);

    static LabelKey Resolve(string key) => key switch
    {
        "projectcalico.org/namespace" or NamespacePrefix + NameLabel => new LabelKey.NamespaceName(key),
        "projectcalico.org/serviceaccount" or AccountPrefix + NameLabel => new LabelKey.ServiceAccountName(key),
        "projectcalico.org/orchestrator" => new LabelKey.Orchestrator("k8s", key),
        _ when key.StartsWith(NamespacePrefix, StringComparison.Ordinal) =>
            new LabelKey.OfNamespace(key[NamespacePrefix.Length..], key),
        _ when key.StartsWith(AccountPrefix, StringComparison.Ordinal) =>
            new LabelKey.OfServiceAccount(key[AccountPrefix.Length..], key),
        _ => new LabelKey.Own(key),
    };
}
