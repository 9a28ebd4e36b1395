using System.Collections.Immutable;
using Merlon.Nftables;

namespace Merlon.Lab;

/// <summary>How large the rulesets of a lab are together.</summary>
public readonly record struct RulesetCounts(int Rulesets, int Chains, int Sets, int Elements)
{
    public static RulesetCounts Of(ImmutableArray<NftTable> tables) => new(
        tables.Length,
        tables.Sum(table => table.Chains.Length),
        tables.Sum(table => table.Sets.Length + table.Maps.Length),
        tables.Sum(table => table.Sets.Sum(ElementsOf) + table.Maps.Sum(map => map.Elements.Length)));

    static int ElementsOf(NftSet set) => set switch
    {
        NftSet.Addresses addresses => addresses.Elements.Length,
        NftSet.Blocks blocks => blocks.Elements.Length,
        NftSet.Ports ports => ports.Elements.Length,
        _ => throw new InvalidOperationException($"The elements of a {set.GetType().Name} cannot be counted."),
    };
}
