using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Linting;

/// <summary>Whether a rule matches all that another matches, in every cluster: by its form, so that yes is always true.</summary>
static class RuleCoverage
{
    public static bool Covers(Rule outer, Rule inner) =>
        outer.Conditions.All(condition => condition is not Condition.Unknowable && Names(inner, condition))
        && (outer.Peers.IsEmpty
            || (!inner.Peers.IsEmpty && inner.Peers.All(peer => outer.Peers.Any(other => Covers(other, peer)))))
        && (outer.Ports.IsEmpty
            || (!inner.Ports.IsEmpty && inner.Ports.All(port => outer.Ports.Any(other => Covers(other, port)))));

    // What one demands and the other does not cuts it down.
    static bool Names(Rule rule, Condition condition) =>
        rule.Conditions.Any(own => own.GetType() == condition.GetType() && own.ToString() == condition.ToString());

    static bool Covers(Peer outer, Peer inner) => (outer, inner) switch
    {
        (Peer.Pods all, Peer.Pods some) => Covers(all.Selector, some.Selector),
        (Peer.Labelled all, Peer.Labelled some) => $"{all.Formula}" == $"{some.Formula}",
        (Peer.Nodes all, Peer.Nodes some) => Covers(all.Labels, some.Labels),
        (Peer.Block all, Peer.Block some) => all.Cidr.Contains(some.Cidr) && all.Except.All(cut =>
            !(some.Cidr.Contains(cut) || cut.Contains(some.Cidr)) || some.Except.Any(own => own.Contains(cut))),
        _ => false,
    };

    static bool Covers(EndpointSelector outer, EndpointSelector inner) =>
        Covers(outer.Pods, inner.Pods) && (outer.Namespaces == inner.Namespaces
            || (outer.Namespaces, inner.Namespaces) is (NamespaceScope.Matching all, var own)
                && (all.Labels.IsEverything || (own is NamespaceScope.Matching some && Covers(all.Labels, some.Labels))));

    // Fewer demands select more.
    static bool Covers(LabelExpression outer, LabelExpression inner) => outer.Terms.All(term => inner.Terms.Contains(term));

    static bool Covers(PortMatch outer, PortMatch inner) => (outer, inner) switch
    {
        (PortMatch.Numbered all, PortMatch.Numbered some) => all.Protocol == some.Protocol
            && all.Ports.First <= some.Ports.First && some.Ports.Last <= all.Ports.Last,
        (PortMatch.Numbered all, PortMatch.Named some) => all.Protocol == some.Protocol && all.Ports == PortRange.All,
        (PortMatch.Named all, PortMatch.Named some) => all.Protocol == some.Protocol && all.Name == some.Name,
        _ => false,
    };
}
