using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Linux.Tests.Nftables;

/// <summary>Short words for rulesets in tests.</summary>
static class Ruleset
{
    public static NftName Name(string text) => NftName.Fixed(text);

    public static NftSet Addresses(string name, IpFamily family, params string[] elements) =>
        new NftSet.Addresses(Name(name), family, [.. elements.Select(element => IpAddress.Parse(element)).Order()]);

    public static NftSet Blocks(string name, IpFamily family, params string[] elements) =>
        new NftSet.Blocks(Name(name), family, [.. elements.Select(element => Cidr.Parse(element)).Order()]);

    public static NftSet Ports(string name, params (ushort First, ushort Last)[] ranges) =>
        new NftSet.Ports(Name(name), [.. ranges.Select(range => new PortRange(range.First, range.Last))]);

    public static NftVerdictMap Map(string name, IpFamily family, params (string Address, NftVerdict Verdict)[] elements) =>
        new(Name(name), family, [.. elements.Select(element => KeyValuePair.Create(IpAddress.Parse(element.Address), element.Verdict)).OrderBy(element => element.Key)]);

    public static NftChain Chain(string name, params NftRule[] rules) => new(Name(name), null, 0, [.. rules]);

    public static NftRule Rule(NftVerdict verdict, params NftMatch[] matches) => new NftRule.Decide([.. matches], verdict, "");

    public static NftTable Table(ImmutableArray<NftSet> sets, ImmutableArray<NftVerdictMap> maps, ImmutableArray<NftChain> chains) =>
        new(Names.TableA, sets, maps, chains);
}
