using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Apis.ClusterPolicies;

/// <summary>Turns cluster-wide policies into tiers of the one model.</summary>
static class ClusterPolicyCompiler
{
    const string AdminName = "kube-admin";

    const double AdminOrder = 1000;

    const string BaselineName = "kube-baseline";

    const double BaselineOrder = 10_000_000;

    static readonly Protocol[] Protocols = [Protocol.Tcp, Protocol.Udp, Protocol.Sctp];

    public static IEnumerable<Tier> Compile(IEnumerable<ClusterPolicyResource> policies, PolicyMemory memory) =>
        policies.GroupBy(policy => policy.Tier).Select(group => group.Key switch
        {
            PolicyTier.Admin => new Tier(AdminName, AdminOrder, TierDefault.Pass, group.Select(policy => memory.Of(policy, Compile))),
            PolicyTier.Baseline =>
                new Tier(BaselineName, BaselineOrder, TierDefault.Pass, group.Select(policy => memory.Of(policy, Compile))),
            _ => throw new InvalidOperationException($"{group.Key} is no tier."),
        });

    static Policy Compile(ClusterPolicyResource policy)
    {
        var misread = (policy.Subject as ClusterPeerSpec.NotUnderstood)?.Why;
        return new Policy
        {
            Id = policy.Id,
            Order = policy.Priority,
            HasUndefinedTies = true,
            Subject = misread is null
                ? SelectorOf(policy.Subject)
                : new EndpointSelector(NamespaceScope.All, LabelExpression.Everything),
            GovernsIngress = !policy.Ingress.IsEmpty,
            GovernsEgress = !policy.Egress.IsEmpty,
            Ingress = Compile(policy.Ingress, misread),
            Egress = Compile(policy.Egress, misread),
            Origin = policy.Meta.Location,
        };
    }

    static ImmutableArray<Rule> Compile(ImmutableArray<ClusterRuleSpec> rules, string? misread) =>
        [.. rules.Select((rule, index) => Compile(rule, index + 1, misread))];

    // Whom the policy is about is not known: it may be anyone, so nothing is allowed or passed on its word.
    static Rule Compile(ClusterRuleSpec rule, int number, string? misread)
    {
        if (rule.Misunderstanding is { } why) return FailClosed(rule, number, why);
        var compiled = Understood(rule, number);
        if (misread is null) return compiled;
        var note = $"{misread}: the policy is taken to select every pod, and to allow nothing";
        return rule.Action == RuleAction.Allow
            ? Nothing(rule, number, note)
            : compiled with { Action = RuleAction.Deny, Note = note };
    }

    static Rule FailClosed(ClusterRuleSpec rule, int number, string why) => rule.Action == RuleAction.Allow
        ? Nothing(rule, number, $"{why}: the rule allows nothing")
        : new Rule(number, RuleAction.Deny, [], [], rule.Place.Location) { Note = $"{why}: the rule denies everything" };

    static Rule Nothing(ClusterRuleSpec rule, int number, string note) =>
        new(number, rule.Action ?? RuleAction.Deny, [new Peer.Nobody(rule.Place.Location)], [], rule.Place.Location)
        {
            Note = note,
        };

    static Rule Understood(ClusterRuleSpec rule, int number)
    {
        var action = rule.Action ?? throw new InvalidOperationException("The rule was never validated.");
        var ports = rule.Ports.SelectMany(Compile).ToImmutableArray();
        // Ranges that hold no port are not the same as no ports.
        if (ports.IsEmpty && !rule.Ports.IsEmpty) return Nothing(rule, number, "no port is in its ranges");
        return new Rule(number, action, [.. rule.Peers.SelectMany(Compile)], ports, rule.Place.Location);
    }

    static IEnumerable<Peer> Compile(ClusterPeerSpec peer)
    {
        var origin = peer.Place.Location;
        return peer switch
        {
            ClusterPeerSpec.Nodes nodes => [new Peer.Nodes(nodes.Selector.ToExpression(), origin)],
            ClusterPeerSpec.Networks networks => networks.Blocks.Select(block => new Peer.Block(block, [], origin)),
            ClusterPeerSpec.DomainNames names => names.Names.Select(name => new Peer.Domain(name, origin)),
            _ => [new Peer.Pods(SelectorOf(peer), origin)],
        };
    }

    static EndpointSelector SelectorOf(ClusterPeerSpec peer) => peer switch
    {
        ClusterPeerSpec.Namespaces namespaces => new EndpointSelector(
            new NamespaceScope.Matching(namespaces.Selector.ToExpression()), LabelExpression.Everything),
        ClusterPeerSpec.Pods pods => new EndpointSelector(
            pods.NamespaceSelector is { } namespaces
                ? new NamespaceScope.Matching(namespaces.ToExpression())
                : NamespaceScope.All,
            pods.PodSelector.ToExpression()),
        _ => throw new InvalidOperationException($"A {peer.GetType().Name} selects no pods."),
    };

    static IEnumerable<PortMatch> Compile(ClusterPortSpec port)
    {
        var origin = port.Place.Location;
        return port switch
        {
            ClusterPortSpec.Numbers { IsEmpty: true } => [],
            ClusterPortSpec.Numbers numbers =>
                [new PortMatch.Numbered(numbers.Protocol, new PortRange(numbers.First, numbers.Last), origin)],
            ClusterPortSpec.Named named =>
                Protocols.Select(protocol => new PortMatch.Named(protocol, named.Name, origin)),
            _ => throw new InvalidOperationException($"A {port.GetType().Name} was never validated."),
        };
    }
}
