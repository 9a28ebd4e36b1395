using System.Globalization;
using System.Text;
using Merlon.Model;

namespace Merlon.Conformance.Tests.Firewalls;

/// <summary>Random tables for iptables-restore, of every condition and target that the walk knows for sure.</summary>
sealed class RandomFirewall(Random random, IpFamily family)
{
    const int MaxChains = 3;
    const int MaxRules = 5;

    static readonly string[] BlocksV4 =
        ["0.0.0.0/0", "10.244.1.0/24", "10.244.1.2", "203.0.113.0/25", "203.0.113.5", "198.51.100.0/24", "172.18.0.11"];

    static readonly string[] BlocksV6 =
        ["::/0", "fd00:10:244:1::/64", "fd00:10:244:1::2", "2001:db8::/64", "2001:db8::5", "2001:db8:1::/48", "fd00:18::11"];

    static readonly string[] RangesV4 = ["203.0.113.3-203.0.113.9", "10.244.1.1-10.244.1.2", "198.51.100.7-198.51.100.7"];
    static readonly string[] RangesV6 = ["2001:db8::3-2001:db8::9", "fd00:10:244:1::1-fd00:10:244:1::2"];
    static readonly string[] PortLists = ["80", "79:81", "443", ":1023", "1024:", "9000:9022", "53"];
    static readonly string[] ManyPorts = ["80,443", "1:79,81:442", "53,9000:9022,8080", "22"];
    static readonly string[] States = ["NEW", "ESTABLISHED,RELATED", "INVALID", "NEW,ESTABLISHED", "UNTRACKED"];

    readonly StringBuilder _text = new();

    public string Write()
    {
        Table("raw", ["PREROUTING"], chance: 2);
        Table("mangle", ["PREROUTING", "INPUT", "FORWARD", "POSTROUTING"], chance: 2);
        Table("filter", ["INPUT", "FORWARD"], chance: 1);
        return _text.ToString();
    }

    void Table(string table, string[] hooks, int chance)
    {
        if (random.Next(chance) != 0) return;
        var chains = Enumerable.Range(0, random.Next(MaxChains + 1)).Select(number => $"c{number}").ToArray();
        Line($"*{table}");
        foreach (var hook in hooks) Line($":{hook} {(table == "filter" && One(3) ? "DROP" : "ACCEPT")} [0:0]");
        foreach (var chain in chains) Line($":{chain} - [0:0]");
        // What ends a batch always passes.
        foreach (var hook in hooks) Line($"-A {hook} -p udp {(family == IpFamily.IPv4 ? "-d 192.0.2.2" : "-d 2001:db8:ffff::2")} -j ACCEPT");
        for (var i = chains.Length - 1; i >= 0; i--) Rules(table, hooks, chains[i], chains[(i + 1)..]);
        foreach (var hook in hooks) Rules(table, hooks, hook, chains);
        Line("COMMIT");
    }

    void Rules(string table, string[] hooks, string chain, string[] below)
    {
        for (var count = random.Next(table == "filter" ? 2 : 0, MaxRules); count > 0; count--)
        {
            Line($"-A {chain}{Matches()}{Target(table, hooks, chain, below)}");
        }
    }

    string Matches()
    {
        var rule = new StringBuilder();
        if (One(3)) rule.Append($" {Not(4)}-s {Pick(family == IpFamily.IPv4 ? BlocksV4[1..] : BlocksV6[1..])}");
        if (One(4)) rule.Append($" {Not(4)}-d {Pick(family == IpFamily.IPv4 ? BlocksV4 : BlocksV6)}".Replace("! -d 0.0.0.0/0", "-d 0.0.0.0/0", StringComparison.Ordinal).Replace("! -d ::/0", "-d ::/0", StringComparison.Ordinal));
        if (One(8)) rule.Append($" -m iprange {Not(3)}--src-range {Pick(family == IpFamily.IPv4 ? RangesV4 : RangesV6)}");
        if (One(7)) rule.Append($" -m conntrack {Not(4)}--ctstate {Pick(States)}");
        if (One(8)) rule.Append($" -m mark {Not(4)}--mark {Pick("0x1/0x3", "0x2/0x2", "0x0/0xf", "0x4")}");
        if (One(9)) rule.Append($" -m addrtype {Not(4)}--{Pick("src", "dst")}-type LOCAL");
        if (One(9)) rule.Append(" -m comment --comment \"a b; $c\"");
        if (One(2)) rule.Append(Transport());
        return rule.ToString();
    }

    string Transport()
    {
        var icmp = family == IpFamily.IPv4 ? "icmp" : "ipv6-icmp";
        var protocol = Pick("tcp", "tcp", "udp", "sctp", icmp, "all");
        if (One(8)) return $" ! -p {(protocol == "all" ? "tcp" : protocol)}";
        if (protocol == "all") return "";
        if (protocol == icmp)
        {
            var option = family == IpFamily.IPv4 ? "-m icmp --icmp-type" : "-m icmp6 --icmpv6-type";
            return $" -p {icmp}" + (One(2) ? $" {(One(4) ? option.Replace(" --", " ! --", StringComparison.Ordinal) : option)} {Pick("echo-request", "echo-reply", family == IpFamily.IPv4 ? "8/0" : "128/0")}" : "");
        }
        return $" -p {protocol}" + random.Next(6) switch
        {
            0 => "",
            1 when protocol == "tcp" => Pick(" --syn", " ! --syn", " --tcp-flags SYN,ACK SYN", " --tcp-flags ALL NONE"),
            2 => $" -m multiport {Not(4)}--{Pick("dports", "sports", "ports")} {Pick(ManyPorts)}",
            3 => $" -m {protocol} {Not(4)}--sport {Pick("1024:40000", "5353", ":1023")}",
            _ => $" -m {protocol} {Not(4)}--dport {Pick(PortLists)}",
        };
    }

    string Target(string table, string[] hooks, string chain, string[] below)
    {
        var isHook = hooks.Contains(chain);
        return random.Next(12) switch
        {
            0 or 1 or 2 => " -j ACCEPT",
            3 or 4 => " -j DROP",
            5 when table == "filter" => " -j REJECT",
            6 when table == "mangle" => $" -j MARK --{Pick("set-xmark 0x1/0x3", "set-xmark 0x2/0x2", "or-mark 0x4", "and-mark 0x6", "xor-mark 0x3", "set-mark 0x2/0x3")}",
            7 when !isHook || One(4) => " -j RETURN",
            8 or 9 or 10 when below.Length > 0 => $" -{Pick("j", "j", "j", "g")} {Pick(below)}",
            11 when One(2) => "",
            11 => " -j LOG",
            _ => " -j ACCEPT",
        };
    }

    bool One(int of) => random.Next(of) == 0;

    string Not(int of) => One(of) ? "! " : "";

    string Pick(params string[] of) => of[random.Next(of.Length)];

    void Line(string line) => _text.Append(CultureInfo.InvariantCulture, $"{line}\n");
}
