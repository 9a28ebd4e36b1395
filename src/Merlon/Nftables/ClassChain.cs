using System.Collections.Immutable;
using System.Text;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>
/// Writes the chain of one class of pods, direction and tier. It ends every packet: with a rule's action, or the tier's
/// default. Named for its content, so that classes with equal rules are one chain.
/// </summary>
sealed class ClassChain(SetCatalog sets, Evaluator evaluator, Endpoint pod, Direction direction, NftVerdict allowed, NftVerdict next)
{
    /// <summary>More ranges than this are looked up in a set.</summary>
    const int MaxInlineRanges = 3;

    static readonly IpFamily[] Families = [IpFamily.IPv4, IpFamily.IPv6];

    readonly List<NftRule> _rules = [];

    public NftChain Compile(TierPolicies tier)
    {
        foreach (var policy in tier.Policies)
        {
            foreach (var rule in policy.Rules(direction)) AddRule(policy, rule);
        }
        var isDenied = tier.Tier.DefaultAction == TierDefault.Deny;
        var names = string.Join(' ', tier.Policies.Select(policy => policy.Id.QualifiedName));
        _rules.Add(new NftRule.Decide([], isDenied ? NftVerdict.Drop : next, Comment($"no rule of {names}")));
        var prefix = direction == Direction.Egress ? "eg" : "in";
        return new NftChain(NftName.ByContent(prefix, string.Join('\n', _rules)), null, 0, [.. _rules]);
    }

    void AddRule(Policy policy, Rule rule)
    {
        if (!rule.Conditions.IsEmpty) throw new InvalidOperationException($"{policy} rule {rule.Number} has conditions that cannot be enforced.");
        if (rule.Action == RuleAction.Log) return;
        var isDoubtful = rule.Action != RuleAction.Allow && rule.Peers.Any(IsUnresolved);
        var verdict = isDoubtful ? NftVerdict.Drop : rule.Action switch
        {
            RuleAction.Allow => allowed,
            RuleAction.Deny => NftVerdict.Drop,
            RuleAction.Pass => next,
            _ => throw new InvalidOperationException($"{rule.Action} cannot be enforced."),
        };
        var comment = Comment($"{policy.Id.QualifiedName} rule {rule.Number}");
        foreach (var ports in PortConditions(rule))
        {
            foreach (var peers in isDoubtful ? [[]] : PeerConditions(rule)) Add([.. peers, .. ports]);
        }
        if (direction != Direction.Egress) return;
        foreach (var port in rule.Ports.OfType<PortMatch.Named>())
        {
            foreach (var conditions in NamedConditions(rule, port)) Add(conditions);
        }

        void Add(ImmutableArray<NftMatch> matches) => _rules.Add(new NftRule.Decide(matches, verdict, comment));
    }

    // What may be meant is denied: an unknown verdict never opens.
    bool IsUnresolved(Peer peer) => peer is Peer.Domain domain && evaluator.Matcher.Peers.AddressesOf(domain).IsEmpty;

    // Alternatives for the other end; one without conditions where the rule names none.
    IEnumerable<ImmutableArray<NftMatch>> PeerConditions(Rule rule)
    {
        if (rule.Peers.IsEmpty) return [[]];
        var alternatives = new List<ImmutableArray<NftMatch>>();
        foreach (var family in Families)
        {
            var field = PeerField(family);
            foreach (var set in rule.Peers.Select(peer => SetOf(peer, family)).OfType<NftName>()) alternatives.Add([new NftMatch.InSet(field, set)]);
            var blocks = rule.Peers.OfType<Peer.Block>().Where(block => block.Cidr.Family == family).ToList();
            if (blocks.Count > 0) alternatives.Add([new NftMatch.InSet(field, sets.Blocks(blocks, family))]);
        }
        return alternatives.Distinct(MatchesComparer.Instance);
    }

    // Blocks are joined to one set; a domain name whose addresses are not known is nobody.
    NftName? SetOf(Peer peer, IpFamily family) => peer switch
    {
        Peer.Pods pods => sets.Pods(pods, family),
        Peer.Nodes nodes => sets.Nodes(nodes, family),
        Peer.Domain domain => sets.Domain(domain, family),
        Peer.Block or Peer.Nobody => null,
        _ => throw new InvalidOperationException($"A {peer.GetType().Name} cannot be enforced."),
    };

    // Alternatives for the port: numbers, and names where they are the subject's own.
    IEnumerable<ImmutableArray<NftMatch>> PortConditions(Rule rule)
    {
        if (rule.Ports.IsEmpty)
        {
            yield return [];
            yield break;
        }
        foreach (var group in rule.Ports.GroupBy(port => port.Protocol).OrderBy(group => group.Key))
        {
            var transport = new NftMatch.Transport(group.Key);
            var ranges = PortRanges.Union(group.SelectMany(OwnRanges));
            if (ranges is [var only] && only == PortRange.All) yield return [transport];
            else if (ranges.Length > MaxInlineRanges) yield return [transport, new NftMatch.InSet(PacketField.DestinationPort, sets.Ports(ranges))];
            else
            {
                foreach (var range in ranges) yield return [transport, new NftMatch.Ports(range)];
            }
        }
    }

    IEnumerable<PortRange> OwnRanges(PortMatch port) => port switch
    {
        PortMatch.Numbered numbered => [numbered.Ports],
        PortMatch.Named named when direction == Direction.Ingress =>
            evaluator.Matcher.Ports.NumbersOf(named, pod).Distinct().Select(number => new PortRange(number, number)),
        PortMatch.Named => [],
        _ => throw new InvalidOperationException($"A {port.GetType().Name} cannot be enforced."),
    };

    // A name towards others is another number on each pod: for each number, the pods that give it the name. They are a
    // set beside that of the peer, so that all rules share it.
    IEnumerable<ImmutableArray<NftMatch>> NamedConditions(Rule rule, PortMatch.Named port)
    {
        var peers = PeerConditions(rule).ToList();
        var numbers = evaluator.Cluster.Endpoints.SelectMany(endpoint => evaluator.Matcher.Ports.NumbersOf(port, endpoint)).Distinct().Order();
        return
            from number in numbers
            from family in Families
            let field = PeerField(family)
            from peer in peers
            where peer.All(match => match is NftMatch.InSet inSet && inSet.Field == field)
            select (ImmutableArray<NftMatch>)
            [
                .. peer,
                new NftMatch.InSet(field, sets.PodsWithPort(port, number, family)),
                new NftMatch.Transport(port.Protocol),
                new NftMatch.Ports(new PortRange(number, number)),
            ];
    }

    PacketField PeerField(IpFamily family) => (direction, family) switch
    {
        (Direction.Egress, IpFamily.IPv4) => PacketField.DestinationAddressV4,
        (Direction.Egress, _) => PacketField.DestinationAddressV6,
        (_, IpFamily.IPv4) => PacketField.SourceAddressV4,
        _ => PacketField.SourceAddressV6,
    };

    // Names of policies are letters, digits, dots and hyphens; longer texts are cut at the kernel's limit.
    static string Comment(string text) =>
        Encoding.UTF8.GetByteCount(text) <= NftRule.MaxCommentBytes ? text : text[..(NftRule.MaxCommentBytes - 3)] + "...";

    /// <summary>Equality of lists of conditions.</summary>
    sealed class MatchesComparer : IEqualityComparer<ImmutableArray<NftMatch>>
    {
        public static MatchesComparer Instance { get; } = new();

        public bool Equals(ImmutableArray<NftMatch> a, ImmutableArray<NftMatch> b) => a.SequenceEqual(b);

        public int GetHashCode(ImmutableArray<NftMatch> matches) => matches.Aggregate(0, HashCode.Combine);
    }
}
