using System.Collections.Frozen;

namespace Merlon.Nftables;

/// <summary>What the rules of a table make of its sets.</summary>
static class SetUses
{
    /// <summary>
    /// The sets that rules look into, and whose every member only lets more through: no rule drops or passes on for them,
    /// and none asks who is not in them.
    /// </summary>
    public static FrozenSet<NftName> OnlyAllowing(NftTable table)
    {
        var chains = table.Chains.ToFrozenDictionary(chain => chain.Name);
        var uses =
            from chain in table.Chains
            from rule in chain.Rules
            from match in rule.Matches.OfType<NftMatch.InSet>()
            select (match.Set, IsAllowing: !match.IsNegated && rule is NftRule.Decide decide && Allows(decide.Verdict, chains));
        return uses.GroupBy(use => use.Set).Where(uses => uses.All(use => use.IsAllowing)).Select(uses => uses.Key).ToFrozenSet();
    }

    // At once, or by a chain that marks the connection and accepts.
    static bool Allows(NftVerdict verdict, FrozenDictionary<NftName, NftChain> chains) => verdict switch
    {
        NftVerdict.Jump jump => chains[jump.Chain].AcceptsAll,
        NftVerdict.Goto @goto => chains[@goto.Chain].AcceptsAll,
        _ => verdict == NftVerdict.Accept,
    };
}
