using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>Puts matches and misses into words.</summary>
static class FindingWords
{
    public static Finding Of(Peer peer, PeerMatch match, FlowEnd end) =>
        new(PeerMatcher.OutcomeOf(match), Words(peer, match, end), peer.Origin, (int)match);

    public static Finding Of(Rule rule, PortMatch port, PortFit fit, in Flow flow, PortMatcher matcher) =>
        new(
            fit == PortFit.Matched ? MatchOutcome.Yes : MatchOutcome.No,
            Words(rule, port, fit, flow, matcher),
            port.Origin,
            (int)fit);

    public static Finding Of(Condition condition, MatchOutcome outcome) => new(
        outcome,
        outcome switch
        {
            MatchOutcome.Yes => $"{condition}",
            MatchOutcome.No => $"it wants: {condition}",
            _ => $"nothing here tells whether {condition}",
        },
        condition.Origin,
        MatchOutcome.Yes - outcome);

    static string Words(Peer peer, PeerMatch match, FlowEnd end) => (peer, match, end.Endpoint, end.Address) switch
    {
        (Peer.Pods, PeerMatch.Matched, _, _) => $"{end.Endpoint} is among {peer}",
        (Peer.Pods, PeerMatch.NotAPod, _, _) => end.Endpoint switch
        {
            null => $"{end.Address} is no pod of this cluster, and a selector matches pods only",
            { Kind: EndpointKind.Node } => $"{end.Endpoint} is a node, and a selector matches pods only",
            _ => $"{end.Endpoint} is on the host network, where no selector matches",
        },
        (Peer.Pods pods, PeerMatch.OtherNamespace, { Namespace: { } home } pod, _) =>
            OtherNamespace(pods.Selector.Namespaces, pod, home),
        (Peer.Pods pods, PeerMatch.OtherLabels, { } pod, _) => $"{pod}: {pods.Selector.Pods.WhyNot(pod.Labels)}",
        (Peer.Block block, PeerMatch.Matched, _, _) => $"{end.Address} is in {block}",
        (Peer.Block block, PeerMatch.InException, _, { } address) =>
            $"{address} lies in the exception {block.Except.First(exception => exception.Contains(address))}",
        (Peer.Block block, PeerMatch.OutsideBlock, _, _) => $"{end.Address} is not in {block.Cidr}",
        (Peer.Block block, PeerMatch.OtherFamily, _, { } address) =>
            $"{address} is {address.Family}, and {block.Cidr} is {block.Cidr.Family}",
        (Peer.Block, PeerMatch.NoAddress, _, _) =>
            $"the address of {end.Endpoint} is not known, and a block matches addresses only",
        (Peer.Block block, PeerMatch.Exempt, _, _) =>
            $"{end.Address} is in {block.Cidr}, and by option blocks do not match {(end.IsPod ? "pods" : "nodes")}",
        (Peer.Nodes, PeerMatch.Matched, _, _) => $"{end} is among {peer}",
        (Peer.Nodes, PeerMatch.OtherNode, _, _) => $"{end} is not among {peer}",
        (Peer.Nodes, PeerMatch.NotANode, _, _) => $"{end} is no node, and {peer} means addresses of nodes only",
        (Peer.Nodes or Peer.Domain, PeerMatch.NoAddress, _, _) =>
            $"the address of {end.Endpoint} is not known, and {peer} means addresses only",
        (Peer.Labelled, PeerMatch.Matched, _, _) => $"{end} matches {peer}",
        (Peer.Labelled labelled, PeerMatch.NotSelected, { IsOnPodNetwork: true } pod, _) =>
            $"{pod} does not match {WhyNot(labelled.Formula, pod)}",
        (Peer.Labelled, PeerMatch.NotSelected, _, _) =>
            $"{end} is no pod, and no network set that matches {peer} has its address",
        (Peer.Backends, PeerMatch.Matched, _, _) => $"{end} is among the {peer}",
        (Peer.Backends, PeerMatch.NotBehind, _, _) => $"{end} is not among the {peer}",
        (Peer.Domain, PeerMatch.Matched, _, _) => $"{end.Address} is an address of {peer}",
        (Peer.Domain, PeerMatch.OtherName, _, _) => $"{end.Address} is none of the known addresses of {peer}",
        (Peer.Nobody, PeerMatch.Nobody, _, _) => "the rule matches no one",
        (Peer.Domain, PeerMatch.NameUnresolved, _, _) => $"the addresses of {peer} are not known (--dns tells them)",
        _ => throw new InvalidOperationException($"No words for {match} of a {peer.GetType().Name}."),
    };

    static string WhyNot(LabelFormula formula, Endpoint pod) =>
        string.Join(" and ", formula.Conjuncts.Where(conjunct => !conjunct.Matches(pod)));

    static string OtherNamespace(NamespaceScope scope, Endpoint endpoint, ClusterNamespace home) => scope switch
    {
        NamespaceScope.Named named => $"{endpoint} is in namespace {home.Name}, not {named.Name}",
        NamespaceScope.Matching matching => $"namespace {home.Name}: {matching.Labels.WhyNot(home.Labels)}",
        _ => throw new InvalidOperationException($"No words for a {scope.GetType().Name}."),
    };

    static string Words(Rule rule, PortMatch port, PortFit fit, in Flow flow, PortMatcher matcher) =>
        (fit, port, flow.Destination.Endpoint) switch
        {
            (PortFit.Matched, PortMatch.Numbered, _) when rule.Ports.Length > 1 =>
                $"{flow.PortText} is among {RuleText.DescribePorts(rule)}",
            (PortFit.Matched, _, _) => $"{flow.PortText} is {port}",
            (PortFit.OtherPort or PortFit.OtherProtocol, _, _) when rule.Ports.Length > 1 =>
                $"{flow.PortText} is not among {RuleText.DescribePorts(rule)}",
            (PortFit.OtherPort or PortFit.OtherProtocol, _, _) => $"{flow.PortText} is not {port}",
            (PortFit.NameIsOtherPort, PortMatch.Named named, { } pod) =>
                $"{port} is {string.Join(", ", matcher.NumbersOf(named, pod))} on {pod}, not {flow.Port}",
            (PortFit.NameUnknown, PortMatch.Named named, { } pod) =>
                $"{pod} has no {port.Protocol} port named {named.Name}",
            (PortFit.NameWithoutPod, _, _) => $"{flow.Destination} is no pod, and a port name needs one",
            (PortFit.NoPorts, _, _) => $"{flow.Protocol} has no ports: only a rule without ports matches it",
            _ => throw new InvalidOperationException($"No words for {fit} of a {port.GetType().Name}."),
        };
}
