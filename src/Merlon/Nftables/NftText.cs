using System.Globalization;
using Merlon.Model;

namespace Merlon.Nftables;

/// <summary>Writes a ruleset as text that <c>nft -f</c> loads.</summary>
public static class NftText
{
    const int ElementsPerLine = 8;

    public static void Write(NftTable table, TextWriter text)
    {
        text.Write($"table inet {table.Name} {{\n");
        foreach (var set in table.Sets) WriteSet(set, text);
        foreach (var map in table.Maps) WriteMap(map, text);
        // A rule may lead to any chain, and nft wants a chain declared before a map element names it: bodies come last.
        foreach (var chain in table.Chains) WriteChain(chain, text);
        text.Write("}\n");
    }

    internal static string FieldText(PacketField field) => field switch
    {
        PacketField.SourceAddressV4 => "ip saddr",
        PacketField.DestinationAddressV4 => "ip daddr",
        PacketField.SourceAddressV6 => "ip6 saddr",
        PacketField.DestinationAddressV6 => "ip6 daddr",
        PacketField.DestinationPort => "th dport",
        PacketField.SourcePort => "th sport",
        _ => throw new InvalidOperationException($"No text for {field}."),
    };

    internal static string RuleText(NftRule rule)
    {
        var action = rule switch
        {
            NftRule.Decide { Log.Length: > 0 } decide => string.Create(
                CultureInfo.InvariantCulture, $"log prefix \"{decide.Log}\" group {NftRule.LogGroup} {decide.Verdict}"),
            NftRule.Decide decide => decide.Verdict.ToString(),
            NftRule.SetMark mark => $"ct mark set ct mark & 0x{~mark.Mask:x8} | 0x{mark.Value:x8}",
            NftRule.SetPacketMark mark => $"meta mark set meta mark & 0x{~mark.Mask:x8} | 0x{mark.Value:x8}",
            NftRule.NoTrack => "notrack",
            NftRule.Dispatch dispatch => $"{FieldText(dispatch.Field)} vmap @{dispatch.Map}",
            _ => throw new InvalidOperationException($"No text for a {rule.GetType().Name}."),
        };
        var matches = string.Concat(rule.Matches.Select(match => $"{match} "));
        return rule.Comment.Length == 0 ? matches + action : $"{matches}{action} comment \"{rule.Comment}\"";
    }

    static void WriteSet(NftSet set, TextWriter text)
    {
        text.Write($"\tset {set.Name} {{\n");
        switch (set)
        {
            case NftSet.Addresses addresses:
                text.Write($"\t\ttype {TypeOf(addresses.Family)}\n");
                WriteElements([.. addresses.Elements.Select(address => address.ToString())], text);
                break;
            case NftSet.Blocks blocks:
                text.Write($"\t\ttype {TypeOf(blocks.Family)}\n\t\tflags interval\n");
                WriteElements([.. blocks.Elements.Select(BlockText)], text);
                break;
            case NftSet.Ports ports:
                text.Write("\t\ttype inet_service\n\t\tflags interval\n");
                WriteElements([.. ports.Elements.Select(range => range.ToString())], text);
                break;
            default:
                throw new InvalidOperationException($"No text for a {set.GetType().Name}.");
        }
        text.Write("\t}\n");
    }

    static void WriteMap(NftVerdictMap map, TextWriter text)
    {
        text.Write($"\tmap {map.Name} {{\n\t\ttype {TypeOf(map.Family)} : verdict\n");
        WriteElements([.. map.Elements.Select(element => $"{element.Key} : {element.Value}")], text);
        text.Write("\t}\n");
    }

    static void WriteElements(IReadOnlyList<string> elements, TextWriter text)
    {
        if (elements.Count == 0) return;
        text.Write("\t\telements = { ");
        for (var i = 0; i < elements.Count; i++)
        {
            if (i > 0) text.Write(i % ElementsPerLine == 0 ? ",\n\t\t\t" : ", ");
            text.Write(elements[i]);
        }
        text.Write(" }\n");
    }

    static void WriteChain(NftChain chain, TextWriter text)
    {
        text.Write($"\tchain {chain.Name} {{\n");
        if (chain.Hook is { } hook)
        {
            text.Write(string.Create(CultureInfo.InvariantCulture, $"\t\ttype filter hook {hook.ToString().ToLowerInvariant()} priority {chain.Priority}; policy accept;\n"));
        }
        foreach (var rule in chain.Rules) text.Write($"\t\t{rule}\n");
        text.Write("\t}\n");
    }

    // nft prints a whole-address block without prefix.
    static string BlockText(Cidr block) => block.PrefixLength == block.First.Bits ? block.First.ToString() : block.ToString();

    static string TypeOf(IpFamily family) => family == IpFamily.IPv4 ? "ipv4_addr" : "ipv6_addr";
}
