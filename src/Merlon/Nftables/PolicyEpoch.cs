using System.Collections.Immutable;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>
/// The epoch of a ruleset. A connection is marked with it when it is let through, once for each direction; one with
/// another mark is judged again. A ruleset that denies more than the one before begins a new epoch.
/// </summary>
/// <param name="Mask">The bits of the mark.</param>
/// <param name="Number">From 1 to the last of the mask, and then from 1 again.</param>
public sealed record PolicyEpoch(EpochMask Mask, int Number)
{
    /// <summary>The chains whose first rules tell the epoch of a table.</summary>
    public static ImmutableArray<NftName> Witnesses { get; } =
        [JudgeChains.Forward(Direction.Egress), JudgeChains.Forward(Direction.Ingress)];

    internal PolicyEpoch Next => this with { Number = (Number % Mask.LastEpoch) + 1 };

    /// <summary>The epoch of a table; null for one that marks nothing.</summary>
    public static PolicyEpoch? Of(NftTable table)
    {
        var egress = JudgedIn(table, Direction.Egress);
        var ingress = JudgedIn(table, Direction.Ingress);
        if (egress is null || ingress is null || !EpochMask.IsMask(egress.Mask | ingress.Mask)) return null;
        var mask = new EpochMask(egress.Mask | ingress.Mask);
        return new PolicyEpoch(mask, mask.EpochOf(egress.Value));
    }

    internal NftMatch.Mark Judged(Direction direction) => direction == Direction.Egress
        ? new NftMatch.Mark(Mask.Egress, Mask.EgressValue(Number))
        : new NftMatch.Mark(Mask.Ingress, Mask.IngressValue(Number));

    internal NftRule.SetMark Commit(Direction direction)
    {
        var mark = Judged(direction);
        return new NftRule.SetMark([], mark.Mask, mark.Value, "");
    }

    /// <summary>A table of the same mask, in this epoch.</summary>
    internal NftTable In(NftTable table) =>
        Of(table) == this ? table : table with { Chains = [.. table.Chains.Select(In)] };

    NftChain In(NftChain chain)
    {
        foreach (var rule in chain.Rules)
        {
            if (HasMark(rule)) return chain with { Rules = [.. chain.Rules.Select(In)] };
        }
        return chain;
    }

    static bool HasMark(NftRule rule) => rule is NftRule.SetMark or NftRule.Decide { Matches: [NftMatch.Mark] };

    NftRule In(NftRule rule) => rule switch
    {
        NftRule.SetMark set => set with { Value = ValueOf(set.Mask, set.Value) },
        NftRule.Decide { Matches: [NftMatch.Mark mark] } decide =>
            decide with { Matches = [mark with { Value = ValueOf(mark.Mask, mark.Value) }] },
        _ => rule,
    };

    uint ValueOf(uint mask, uint value) =>
        mask == Mask.Egress ? Mask.EgressValue(Number) : mask == Mask.Ingress ? Mask.IngressValue(Number) : value;

    static NftMatch.Mark? JudgedIn(NftTable table, Direction direction) =>
        table.ChainOf(JudgeChains.Forward(direction))?.Rules is [NftRule.Decide { Matches: [NftMatch.Mark mark] }, ..] ? mark : null;
}
