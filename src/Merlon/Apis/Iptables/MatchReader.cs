using System.Globalization;
using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Apis.Iptables;

/// <summary>Reads the conditions that extensions add: what <c>-m</c>, or the protocol, makes known.</summary>
sealed class MatchReader(RuleDraft draft)
{
    static readonly string[] WithPorts = ["tcp", "udp", "sctp", "dccp", "udplite"];

    /// <summary>Loads an extension.</summary>
    public void Load(ShellWord word)
    {
        draft.Extensions.Add(word.Text);
        if (word.Text is "tcp" or "udp" or "sctp" or "dccp" or "udplite" or "icmp" or "icmp6")
        {
            NeedProtocol(word);
            return;
        }
        if (word.Text is "multiport" or "conntrack" or "state" or "iprange" or "addrtype" or "comment" or "mark") return;
        if (word.Text == "rpfilter")
        {
            draft.Add(new FirewallMatch.Spoofed(IsNegated: true));
            return;
        }
        draft.OwnerOfUnknown = word.Text;
        draft.Add(new FirewallMatch.Unknowable($"match `{word}`, which only the host can tell"));
    }

    /// <summary>Reads an option of an extension; false where none that is understood has it.</summary>
    public bool TryRead(ShellWord option, bool isNegated, WordCursor cursor)
    {
        switch (option.Text)
        {
            case "--sport" or "--source-port":
                return Ports(option, cursor, PacketEnd.Source, isNegated, isList: false);
            case "--dport" or "--destination-port":
                return Ports(option, cursor, PacketEnd.Destination, isNegated, isList: false);
            case "--sports" or "--source-ports":
                return Ports(option, cursor, PacketEnd.Source, isNegated, isList: true);
            case "--dports" or "--destination-ports":
                return Ports(option, cursor, PacketEnd.Destination, isNegated, isList: true);
            case "--ports":
                return Ports(option, cursor, PacketEnd.Any, isNegated, isList: true);
            case "--syn":
                const byte opening = FirewallMatch.TcpFlags.Fin | FirewallMatch.TcpFlags.Syn | FirewallMatch.TcpFlags.Rst
                    | FirewallMatch.TcpFlags.Ack;
                draft.Add(new FirewallMatch.TcpFlags(opening, FirewallMatch.TcpFlags.Syn, isNegated));
                return true;
            case "--tcp-flags": return TcpFlags(option, cursor, isNegated);
            case "--ctstate": return Of("conntrack", option, cursor, word => States(word, isNegated));
            case "--state": return Of("state", option, cursor, word => States(word, isNegated));
            case "--icmp-type" or "--icmpv6-type": return Icmp(option, cursor, isNegated);
            case "--src-range": return Of("iprange", option, cursor, word => Range(word, PacketEnd.Source, isNegated));
            case "--dst-range": return Of("iprange", option, cursor, word => Range(word, PacketEnd.Destination, isNegated));
            case "--src-type": return Of("addrtype", option, cursor, word => Kinds(word, PacketEnd.Source, isNegated));
            case "--dst-type": return Of("addrtype", option, cursor, word => Kinds(word, PacketEnd.Destination, isNegated));
            case "--comment": return Of("comment", option, cursor, _ => { });
            case "--invert" when draft.Extensions.Contains("rpfilter"):
                draft.Replace(new FirewallMatch.Spoofed(IsNegated: true), new FirewallMatch.Spoofed());
                return true;
            case "--loose" or "--validmark" or "--accept-local" when draft.Extensions.Contains("rpfilter"): return true;
            case "--mark": return Of("mark", option, cursor, word => Mark(word, isNegated));
            default: return Depends(option, cursor);
        }
    }

    /// <summary>Reads <c>value</c> or <c>value/mask</c>, decimal or hexadecimal.</summary>
    public static bool TryMark(string text, out uint value, out uint mask)
    {
        mask = uint.MaxValue;
        var parts = text.Split('/');
        return TryNumber(parts[0], out value) && (parts.Length == 1 || (parts.Length == 2 && TryNumber(parts[1], out mask)));
    }

    static bool TryNumber(string text, out uint number) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? uint.TryParse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out number)
        : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    // Options of extensions that are understood but for these.
    bool Depends(ShellWord option, WordCursor cursor)
    {
        var isKnown = option.Text.StartsWith("--ct", StringComparison.Ordinal) && draft.Extensions.Contains("conntrack")
            || option.Text is "--limit-iface-in" or "--limit-iface-out" && draft.Extensions.Contains("addrtype")
            || option.Text is "--tcp-option" or "--chunk-types" or "--dccp-types";
        if (!isKnown) return false;
        cursor.TryValue(out _);
        draft.Add(new FirewallMatch.Unknowable($"`{option}`, which only the host can tell"));
        return true;
    }

    bool Of(string extension, ShellWord option, WordCursor cursor, Action<ShellWord> read)
    {
        if (!draft.Extensions.Contains(extension)) draft.Fail($"`{option}` needs `-m {extension}` before it", option);
        if (!cursor.TryValue(out var word)) draft.Fail($"`{option}` needs a value", option);
        else if (word.IsKnown) read(word);
        else if (extension != "comment")
        {
            draft.Doubt(word, new FirewallMatch.Unknowable($"`{word}`, which the shell fills in"));
        }
        return true;
    }

    void NeedProtocol(ShellWord word)
    {
        var wanted = word.Text == "icmp6" ? "ipv6-icmp" : word.Text;
        draft.Need(
            () => draft.Protocol is { } protocol && IptablesNames.ProtocolNumber(wanted) == protocol.Number,
            $"`-m {word}` needs `-p {wanted}`",
            word);
    }

    bool Ports(ShellWord option, WordCursor cursor, PacketEnd end, bool isNegated, bool isList)
    {
        draft.Need(
            () => draft.Protocol is { } protocol
                && WithPorts.Any(name => IptablesNames.ProtocolNumber(name) == protocol.Number),
            $"`{option}` needs a protocol that has ports, such as `-p tcp`",
            option);
        if (isList && !draft.Extensions.Contains("multiport"))
        {
            draft.Fail($"`{option}` needs `-m multiport` before it", option);
        }
        if (!cursor.TryValue(out var word)) draft.Fail($"`{option}` needs a value", option);
        else if (!word.IsKnown) draft.Doubt(word, new FirewallMatch.Unknowable($"`{word}`, which the shell fills in"));
        else if (PortWords.Read(word.Text, isList, out var error) is { } ranges)
        {
            draft.Add(new FirewallMatch.Ports(end, ranges, isNegated));
        }
        else draft.Fail(error!, word);
        return true;
    }

    bool TcpFlags(ShellWord option, WordCursor cursor, bool isNegated)
    {
        if (!cursor.TryValue(out var mask) || !cursor.TryValue(out var set)
            || Flags(mask.Text) is not { } masked || Flags(set.Text) is not { } flags)
        {
            draft.Fail("`--tcp-flags` needs two lists of SYN, ACK, FIN, RST, URG, PSH, ALL or NONE", option);
        }
        else draft.Add(new FirewallMatch.TcpFlags(masked, flags, isNegated));
        return true;
    }

    static byte? Flags(string text)
    {
        var flags = 0;
        foreach (var name in text.Split(','))
        {
            var flag = name.ToUpperInvariant() switch
            {
                "FIN" => FirewallMatch.TcpFlags.Fin,
                "SYN" => FirewallMatch.TcpFlags.Syn,
                "RST" => FirewallMatch.TcpFlags.Rst,
                "PSH" => FirewallMatch.TcpFlags.Psh,
                "ACK" => FirewallMatch.TcpFlags.Ack,
                "URG" => FirewallMatch.TcpFlags.Urg,
                "ALL" => 63,
                "NONE" => 0,
                _ => -1,
            };
            if (flag < 0) return null;
            flags |= flag;
        }
        return (byte)flags;
    }

    void States(ShellWord word, bool isNegated)
    {
        var states = ConnectionStates.None;
        foreach (var name in word.Text.Split(','))
        {
            var state = name.ToUpperInvariant() switch
            {
                "NEW" => ConnectionStates.New,
                "ESTABLISHED" => ConnectionStates.Established,
                "RELATED" => ConnectionStates.Related,
                "INVALID" => ConnectionStates.Invalid,
                "UNTRACKED" => ConnectionStates.Untracked,
                "SNAT" => ConnectionStates.SourceTranslated,
                "DNAT" => ConnectionStates.DestinationTranslated,
                _ => ConnectionStates.None,
            };
            if (state == ConnectionStates.None) draft.Fail($"`{name}` is not a state of a connection", word);
            states |= state;
        }
        draft.Add(new FirewallMatch.State(states, isNegated));
    }

    bool Icmp(ShellWord option, WordCursor cursor, bool isNegated)
    {
        var isV6 = option.Text == "--icmpv6-type";
        var protocol = isV6 ? Protocol.IcmpV6 : Protocol.Icmp;
        draft.Need(
            () => draft.Protocol == protocol, $"`{option}` needs `-p {(isV6 ? "ipv6-icmp" : "icmp")}`", option);
        if (!cursor.TryValue(out var word)) draft.Fail($"`{option}` needs a value", option);
        else if (!word.IsKnown) draft.Doubt(word, new FirewallMatch.Unknowable($"`{word}`, which the shell fills in"));
        else if (word.Text is "any" or "255" && !isV6) return true;
        else if (IptablesNames.Icmp(word.Text, isV6) is var (type, code)) Add(type, code);
        else
        {
            var parts = word.Text.Split('/');
            byte second = 0;
            if (parts.Length > 2 || !byte.TryParse(parts[0], out var first)
                || (parts.Length == 2 && !byte.TryParse(parts[1], out second)))
            {
                draft.Fail($"`{word}` is not an ICMP type such as echo-request or 8/0", word);
            }
            else Add(first, parts.Length == 2 ? second : null);
        }
        return true;

        void Add(byte type, byte? code) => draft.Add(new FirewallMatch.Icmp(protocol, type, code, isNegated));
    }

    void Range(ShellWord word, PacketEnd end, bool isNegated)
    {
        if (AddressWords.ReadRange(word.Text, end, draft.Family, isNegated, out var error) is { } match) draft.Add(match);
        else draft.Fail(error!, word);
    }

    void Kinds(ShellWord word, PacketEnd end, bool isNegated)
    {
        var kinds = AddressKinds.None;
        foreach (var name in word.Text.Split(','))
        {
            kinds |= name.ToUpperInvariant() switch
            {
                "LOCAL" => AddressKinds.Local,
                "UNICAST" => AddressKinds.Unicast,
                "MULTICAST" => AddressKinds.Multicast,
                "BROADCAST" or "ANYCAST" or "BLACKHOLE" or "UNREACHABLE" or "PROHIBIT" or "THROW" or "NAT" or "XRESOLVE"
                    or "UNSPEC" => AddressKinds.Other,
                _ => AddressKinds.None,
            };
        }
        if (kinds == AddressKinds.None) draft.Fail($"`{word}` is not a type of address such as LOCAL", word);
        draft.Add(new FirewallMatch.OfKind(end, kinds, isNegated));
    }

    void Mark(ShellWord word, bool isNegated)
    {
        if (TryMark(word.Text, out var value, out var mask)) draft.Add(new FirewallMatch.Mark(value, mask, isNegated));
        else draft.Fail($"`{word}` is not a mark such as 0x4000/0x4000", word);
    }
}
