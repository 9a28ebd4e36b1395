namespace Merlon.Connectivity.Classes;

/// <summary>Cuts stretches of ports into parts at which a subject's rules say the same.</summary>
static class PortPartition
{
    /// <param name="all">The stretches to cut.</param>
    /// <param name="rules">The rules.</param>
    public static List<BitSet> Of(BitSet all, List<Step> rules)
    {
        var parts = new List<BitSet> { all.Copy() };
        foreach (var (_, _, rule) in rules)
        {
            Split(parts, rule.Yes);
            Split(parts, rule.Unknown);
            foreach (var atom in rule.Asked)
            {
                var single = new BitSet(all.Length);
                single.Add(atom);
                Split(parts, single);
            }
        }
        return parts;
    }

    static void Split(List<BitSet> parts, BitSet members)
    {
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            if (!parts[i].Overlaps(members) || members.Holds(parts[i])) continue;
            parts.Add(parts[i].Copy().And(members));
            parts[i].AndNot(members);
        }
    }
}
