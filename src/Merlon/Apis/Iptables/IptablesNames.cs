using System.Collections.Frozen;
using Merlon.Policies.Firewalls;

namespace Merlon.Apis.Iptables;

/// <summary>The names that iptables knows: tables with their base chains, protocols, ICMP types, targets.</summary>
static class IptablesNames
{
    static readonly FrozenDictionary<string, FrozenDictionary<string, FirewallHook>> Tables =
        new Dictionary<string, FrozenDictionary<string, FirewallHook>>
        {
            ["raw"] = Chains(FirewallHook.Prerouting, FirewallHook.Output),
            ["mangle"] = Chains(
                FirewallHook.Prerouting, FirewallHook.Input, FirewallHook.Forward, FirewallHook.Output,
                FirewallHook.Postrouting),
            ["nat"] = Chains(
                FirewallHook.Prerouting, FirewallHook.Input, FirewallHook.Output, FirewallHook.Postrouting),
            ["filter"] = Chains(FirewallHook.Input, FirewallHook.Forward, FirewallHook.Output),
            ["security"] = Chains(FirewallHook.Input, FirewallHook.Forward, FirewallHook.Output),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    static readonly FrozenDictionary<string, byte> Protocols = new Dictionary<string, byte>
    {
        ["icmp"] = 1, ["igmp"] = 2, ["ipip"] = 94, ["tcp"] = 6, ["udp"] = 17, ["dccp"] = 33, ["gre"] = 47, ["esp"] = 50,
        ["ah"] = 51, ["icmpv6"] = 58, ["ipv6-icmp"] = 58, ["ospf"] = 89, ["vrrp"] = 112, ["sctp"] = 132,
        ["udplite"] = 136, ["mh"] = 135, ["ipv6-mh"] = 135,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static readonly FrozenDictionary<string, (byte Type, byte? Code)> IcmpV4 = new Dictionary<string, (byte, byte?)>
    {
        ["echo-reply"] = (0, null), ["pong"] = (0, null), ["destination-unreachable"] = (3, null),
        ["network-unreachable"] = (3, 0), ["host-unreachable"] = (3, 1), ["protocol-unreachable"] = (3, 2),
        ["port-unreachable"] = (3, 3), ["fragmentation-needed"] = (3, 4), ["source-route-failed"] = (3, 5),
        ["network-unknown"] = (3, 6), ["host-unknown"] = (3, 7), ["network-prohibited"] = (3, 9),
        ["host-prohibited"] = (3, 10), ["communication-prohibited"] = (3, 13), ["source-quench"] = (4, null),
        ["redirect"] = (5, null), ["echo-request"] = (8, null), ["ping"] = (8, null),
        ["router-advertisement"] = (9, null), ["router-solicitation"] = (10, null), ["time-exceeded"] = (11, null),
        ["ttl-exceeded"] = (11, null), ["parameter-problem"] = (12, null), ["timestamp-request"] = (13, null),
        ["timestamp-reply"] = (14, null), ["address-mask-request"] = (17, null), ["address-mask-reply"] = (18, null),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static readonly FrozenDictionary<string, (byte Type, byte? Code)> IcmpV6 = new Dictionary<string, (byte, byte?)>
    {
        ["destination-unreachable"] = (1, null), ["no-route"] = (1, 0), ["communication-prohibited"] = (1, 1),
        ["address-unreachable"] = (1, 3), ["port-unreachable"] = (1, 4), ["packet-too-big"] = (2, null),
        ["time-exceeded"] = (3, null), ["ttl-exceeded"] = (3, null), ["parameter-problem"] = (4, null),
        ["echo-request"] = (128, null), ["ping"] = (128, null), ["echo-reply"] = (129, null), ["pong"] = (129, null),
        ["router-solicitation"] = (133, null), ["router-advertisement"] = (134, null),
        ["neighbour-solicitation"] = (135, null), ["neighbor-solicitation"] = (135, null),
        ["neighbour-advertisement"] = (136, null), ["neighbor-advertisement"] = (136, null), ["redirect"] = (137, null),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // What they change (logs, counters, header fields, marks of connections) decides no packet here.
    static readonly FrozenSet<string> Passing = new[]
    {
        "LOG", "NFLOG", "ULOG", "CONNMARK", "CONNSECMARK", "SECMARK", "TCPMSS", "TCPOPTSTRIP", "TOS", "DSCP",
        "ECN", "TTL", "HL", "CLASSIFY", "CHECKSUM", "TRACE", "SET", "AUDIT", "IDLETIMER", "LED", "RATEEST", "HMARK", "TEE", "CT", "NOTRACK",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The tables in the order in which packets meet them.</summary>
    public static IReadOnlyList<string> TableOrder { get; } = ["raw", "mangle", "nat", "filter", "security"];

    public static bool IsTable(string name) => Tables.ContainsKey(name);

    /// <summary>The hook of a base chain of the table; null for any other chain.</summary>
    public static FirewallHook? HookOf(string table, string chain) =>
        Tables[table].TryGetValue(chain, out var hook) ? hook : null;

    public static IEnumerable<(string Name, FirewallHook Hook)> BaseChains(string table) =>
        Tables[table].OrderBy(pair => pair.Value).Select(pair => (pair.Key, pair.Value));

    public static byte? ProtocolNumber(string name) =>
        Protocols.TryGetValue(name, out var number) || byte.TryParse(name, out number) ? number : null;

    public static (byte Type, byte? Code)? Icmp(string name, bool isV6) =>
        (isV6 ? IcmpV6 : IcmpV4).TryGetValue(name, out var known) ? known : null;

    /// <summary>What a target that is no chain does; null for an unknown name, and for MARK, which needs its
    /// value.</summary>
    public static FirewallTarget? Target(string name) => name switch
    {
        "ACCEPT" or "SNAT" or "MASQUERADE" => new FirewallTarget.Accept(),
        "DROP" => new FirewallTarget.Drop(),
        "REJECT" => new FirewallTarget.Drop(Rejects: true),
        "RETURN" => new FirewallTarget.Return(),
        "DNAT" or "REDIRECT" or "TPROXY" or "NETMAP" => new FirewallTarget.Divert(),
        "QUEUE" or "NFQUEUE" or "SYNPROXY" =>
            new FirewallTarget.Unknowable($"target {name}, which leaves the verdict to a program"),
        _ => Passing.Contains(name) ? new FirewallTarget.Continue() : null,
    };

    static FrozenDictionary<string, FirewallHook> Chains(params FirewallHook[] hooks) =>
        hooks.ToFrozenDictionary(hook => hook.ToString().ToUpperInvariant(), StringComparer.Ordinal);
}
