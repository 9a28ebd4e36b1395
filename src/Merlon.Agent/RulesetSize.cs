using Merlon.Nftables;

namespace Merlon.Agent;

/// <summary>How large a ruleset is.</summary>
public sealed record RulesetSize(string Table, int Chains, int Rules, int Sets, int Elements)
{
    public static RulesetSize Of(NftTable table) => new(
        table.Name.Text,
        table.Chains.Length,
        table.Chains.Sum(chain => chain.Rules.Length),
        table.Sets.Length,
        table.Sets.Sum(ElementsOf) + table.Maps.Sum(map => map.Elements.Length));

    static int ElementsOf(NftSet set) => set switch
    {
        NftSet.Addresses addresses => addresses.Elements.Length,
        NftSet.Blocks blocks => blocks.Elements.Length,
        NftSet.Ports ports => ports.Elements.Length,
        _ => throw new InvalidOperationException($"No elements known of a {set.GetType().Name}."),
    };
}
