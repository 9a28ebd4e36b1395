using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Linting;

/// <summary>A selector of a policy, and what it is for.</summary>
/// <param name="selector">The selector.</param>
/// <param name="role">What it chooses.</param>
/// <param name="scope">The namespaces whose pods it chooses among; for a selector of namespaces, those that it
/// chooses.</param>
sealed class SelectorUse(LabelSelectorSpec selector, SelectorRole role, NamespaceScope scope)
{
    ImmutableArray<LabelDemand> _demands;

    public LabelSelectorSpec Selector => selector;

    public SelectorRole Role => role;

    public NamespaceScope Scope => scope;

    /// <summary>What it demands, label by label, in written order.</summary>
    public ImmutableArray<LabelDemand> Demands => _demands.IsDefault
        ? _demands = [.. LabelDemand.Of(Selector, isAlwaysThere: IsOnEveryCandidate)]
        : _demands;

    /// <summary>Every selector of the policy.</summary>
    public static IEnumerable<SelectorUse> Of(NetworkPolicyResource policy)
    {
        var own = new NamespaceScope.Named(policy.Meta.Namespace);
        if (policy.PodSelector is { } subject) yield return new SelectorUse(subject, SelectorRole.Subject, own);
        foreach (var peer in policy.AllRules.SelectMany(rule => rule.Peers))
        {
            NamespaceScope scope = peer.NamespaceSelector is { } chosen
                ? new NamespaceScope.Matching(chosen.ToExpression())
                : own;
            if (peer.NamespaceSelector is { } namespaces)
            {
                yield return new SelectorUse(namespaces, SelectorRole.PeerNamespaces, scope);
            }
            if (peer.PodSelector is { } pods) yield return new SelectorUse(pods, SelectorRole.PeerPods, scope);
        }
    }

    bool IsOnEveryCandidate(string key) => Role == SelectorRole.PeerNamespaces && key == ClusterNamespace.NameLabel;
}
