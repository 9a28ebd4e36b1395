namespace Merlon.Nftables;

/// <summary>What the rules of a table make of its sets.</summary>
static class SetUses
{
    /// <summary>What members of some sets mean; sets that no rule asks are missing.</summary>
    public static Dictionary<NftName, SetUse> Of(NftTable table, HashSet<NftName> sets)
    {
        var uses = new Dictionary<NftName, SetUse>();
        Func<NftName, bool> isMeant = sets.Contains;
        foreach (var chain in table.Chains)
        {
            if (!chain.Sets.Any(isMeant)) continue;
            foreach (var rule in chain.Rules)
            {
                foreach (var match in rule.Matches)
                {
                    if (match is not NftMatch.InSet inSet || !sets.Contains(inSet.Set)) continue;
                    var use = UseOf(rule, inSet.IsNegated, table);
                    uses[inSet.Set] = uses.TryGetValue(inSet.Set, out var known) && known != use ? SetUse.Unclear : use;
                }
            }
        }
        return uses;
    }

    // To ask who is not in a set turns the meaning round.
    static SetUse UseOf(NftRule rule, bool isNegated, NftTable table) => rule switch
    {
        NftRule.Decide decide when Allows(decide.Verdict, table) => isNegated ? SetUse.Closes : SetUse.Opens,
        NftRule.Decide { Verdict: var verdict } when verdict == NftVerdict.Drop => isNegated ? SetUse.Opens : SetUse.Closes,
        _ => SetUse.Unclear,
    };

    // At once, or by a chain that marks the connection and accepts.
    static bool Allows(NftVerdict verdict, NftTable table) =>
        verdict == NftVerdict.Accept || (verdict.Target is { } target && table.ChainOf(target) is { AcceptsAll: true });
}
