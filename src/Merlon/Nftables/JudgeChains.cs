using System.Collections.Frozen;
using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>
/// The chains of a direction that every ruleset has: at the hooks, whether a packet's connection was judged in this
/// epoch; behind them, what leads it to the chain of its class; and what marks the connection where it is let through.
/// </summary>
/// <remarks>
/// INVARIANT: what is judged and marked is so within one base chain, and each direction has bits of its own. A packet
/// that meets the old rules at one hook and the new ones at the next would else be marked for what only one of them saw.
/// </remarks>
sealed class JudgeChains(Direction direction, PolicyEpoch epoch)
{
    /// <summary>After address translation (-100) and before the filters of others (0).</summary>
    const int EgressPriority = -20;

    const int IngressPriority = -10;

    // Names are asked for at every change, for every chain.
    static readonly Func<Direction, NftName> ForwardNames = BothOf("forward");
    static readonly Func<Direction, NftName> CommitNames = BothOf("commit");
    static readonly Func<Direction, NftName> ClassesV4 = BothOf("v4");
    static readonly Func<Direction, NftName> ClassesV6 = BothOf("v6");
    static readonly Func<Direction, NftName> OpenV4 = BothOf("open_v4");
    static readonly Func<Direction, NftName> OpenV6 = BothOf("open_v6");
    static readonly NftName LocalV4 = NftName.Fixed("local_v4");
    static readonly NftName LocalV6 = NftName.Fixed("local_v6");

    static readonly FrozenSet<NftName> DispatchSets = FrozenSet.ToFrozenSet(
        from family in new[] { IpFamily.IPv4, IpFamily.IPv6 }
        from name in new[] { Local(family), Open(Direction.Egress, family), Open(Direction.Ingress, family) }
        select name);

    /// <summary>Where the node's own answers to its pods are judged.</summary>
    public static NftName Answers { get; } = Name(Direction.Egress, "output");

    public static NftName Forward(Direction direction) => ForwardNames(direction);

    /// <summary>Where a packet goes that is allowed.</summary>
    public static NftName Commit(Direction direction) => CommitNames(direction);

    /// <summary>The map of isolated pods to the chains of their classes.</summary>
    public static NftName Classes(Direction direction, IpFamily family) => (family == IpFamily.IPv4 ? ClassesV4 : ClassesV6)(direction);

    /// <summary>The set of pods that nothing isolates.</summary>
    public static NftName Open(Direction direction, IpFamily family) => (family == IpFamily.IPv4 ? OpenV4 : OpenV6)(direction);

    /// <summary>The set of what belongs to pods of this node: nothing of it passes undecided.</summary>
    public static NftName Local(IpFamily family) => family == IpFamily.IPv4 ? LocalV4 : LocalV6;

    /// <summary>Whether a set says who is a pod of this node, and whom nothing isolates.</summary>
    public static bool IsDispatch(NftName set) => DispatchSets.Contains(set);

    public IEnumerable<NftChain> Compile()
    {
        yield return new NftChain(Forward(direction), NftHook.Forward, Priority, [.. First, Known, .. Unknown]);
        if (direction == Direction.Egress)
        {
            // What the node answers or asks by itself is nobody's egress: only what pods ask of it is.
            yield return new NftChain(Name(direction, "input"), NftHook.Input, Priority,
                [.. First, Decide(NftVerdict.Accept, new NftMatch.Reply()), Decide(NftVerdict.Accept, new NftMatch.FromLoopback()), Known, .. Unknown]);
            yield return new NftChain(Answers, NftHook.Output, Priority,
                [.. First, Decide(NftVerdict.Accept, new NftMatch.ToLoopback()), Decide(NftVerdict.Accept, new NftMatch.Related()), Replies]);
        }
        yield return new NftChain(Name(direction, "known"), null, 0, [Decide(NftVerdict.Accept, new NftMatch.Related()), Replies, Judge]);
        yield return new NftChain(Name(direction, "judge"), null, 0, [.. Dispatch(isReply: false)]);
        yield return new NftChain(Name(direction, "replies"), null, 0, [.. Dispatch(isReply: true)]);
        yield return new NftChain(Commit(direction), null, 0, [epoch.Commit(direction), Decide(NftVerdict.Accept)]);
    }

    int Priority => direction == Direction.Egress ? EgressPriority : IngressPriority;

    NftRule[] First => [Decide(NftVerdict.Accept, epoch.Judged(direction))];

    NftRule Known => Decide(Goto("known"), new NftMatch.EstablishedOrRelated());

    NftRule[] Unknown => [Decide(NftVerdict.Accept, new NftMatch.NeighbourDiscovery()), Judge];

    NftRule Judge => Decide(Goto("judge"));

    NftRule Replies => Decide(Goto("replies"), new NftMatch.Reply());

    // Jumps: a chain that is still empty comes back, and what it did not decide is dropped.
    IEnumerable<NftRule> Dispatch(bool isReply)
    {
        var (v4, v6) = direction == Direction.Egress != isReply
            ? (PacketField.SourceAddressV4, PacketField.SourceAddressV6)
            : (PacketField.DestinationAddressV4, PacketField.DestinationAddressV6);
        (PacketField Field, IpFamily Family)[] ends = [(v4, IpFamily.IPv4), (v6, IpFamily.IPv6)];
        foreach (var (field, family) in ends) yield return new NftRule.Dispatch([], field, Classes(direction, family), "");
        foreach (var (field, family) in ends) yield return Decide(Goto("commit"), new NftMatch.InSet(field, Open(direction, family)));
        foreach (var (field, family) in ends)
        {
            yield return new NftRule.Decide(
                [new NftMatch.InSet(field, Local(family))], NftVerdict.Drop, "no known pod has this address");
        }
        yield return Decide(Goto("commit"));
    }

    NftVerdict.Goto Goto(string name) => new(Name(direction, name));

    static NftRule.Decide Decide(NftVerdict verdict, params ImmutableArray<NftMatch> matches) => new(matches, verdict, "");

    static Func<Direction, NftName> BothOf(string name)
    {
        var (egress, ingress) = (Name(Direction.Egress, name), Name(Direction.Ingress, name));
        return direction => direction == Direction.Egress ? egress : ingress;
    }

    static NftName Name(Direction direction, string name) =>
        NftName.Fixed($"{(direction == Direction.Egress ? "egress" : "ingress")}_{name}");
}
