namespace Merlon.Nftables;

/// <summary>What the rules of a table make of its sets.</summary>
static class SetUses
{
    /// <summary>
    /// Those of some sets that rules look into, and whose every member only lets more through: no rule drops or passes on
    /// for them, and none asks who is not in them.
    /// </summary>
    public static HashSet<NftName> OnlyAllowing(NftTable table, HashSet<NftName> sets)
    {
        var chains = table.Chains.ToDictionary(chain => chain.Name);
        var (allowing, others) = (new HashSet<NftName>(), new HashSet<NftName>());
        foreach (var chain in table.Chains)
        {
            foreach (var rule in chain.Rules)
            {
                foreach (var match in rule.Matches)
                {
                    if (match is not NftMatch.InSet inSet || !sets.Contains(inSet.Set)) continue;
                    var isAllowing = !inSet.IsNegated && rule is NftRule.Decide decide && Allows(decide.Verdict, chains);
                    (isAllowing ? allowing : others).Add(inSet.Set);
                }
            }
        }
        allowing.ExceptWith(others);
        return allowing;
    }

    // At once, or by a chain that marks the connection and accepts.
    static bool Allows(NftVerdict verdict, Dictionary<NftName, NftChain> chains) => verdict switch
    {
        NftVerdict.Jump jump => chains[jump.Chain].AcceptsAll,
        NftVerdict.Goto @goto => chains[@goto.Chain].AcceptsAll,
        _ => verdict == NftVerdict.Accept,
    };
}
