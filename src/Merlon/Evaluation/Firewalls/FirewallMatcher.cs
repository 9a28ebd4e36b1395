using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Evaluation.Firewalls;

/// <summary>Whether the conditions of a firewall's rules hold for a packet: the one place that decides.</summary>
static class FirewallMatcher
{
    const string Loopback = "lo";

    // How network plugins begin the names of the interfaces that lead to pods.
    static readonly string[] ToPods = ["cali", "veth", "lxc", "cni", "cbr", "docker", "tap"];

    /// <summary>Whether all conditions of the rule hold, and the first that cannot be told where it matters.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="mark">The packet's mark so far; null where it is not known.</param>
    /// <param name="isTracked">Whether connection tracking has seen the packet: it has not in table raw.</param>
    /// <param name="doubtful">The first condition that cannot be told; null where all can, or one fails.</param>
    public static MatchOutcome Match(
        FirewallRule rule, FirewallPacket packet, uint? mark, bool isTracked, out FirewallMatch? doubtful)
    {
        doubtful = null;
        foreach (var match in rule.Matches)
        {
            switch (Match(match, packet, mark, isTracked))
            {
                case MatchOutcome.No: return MatchOutcome.No;
                case MatchOutcome.Unknown: doubtful ??= match; break;
                default: break;
            }
        }
        return doubtful is null ? MatchOutcome.Yes : MatchOutcome.Unknown;
    }

    static MatchOutcome Match(FirewallMatch match, FirewallPacket packet, uint? mark, bool isTracked)
    {
        var outcome = match switch
        {
            FirewallMatch.OfProtocol protocol => Known(packet.Protocol == protocol.Protocol),
            FirewallMatch.Address address => Match(address, packet),
            FirewallMatch.Ports ports => Match(ports, packet),
            FirewallMatch.Interface @interface => Match(@interface, packet),
            FirewallMatch.State state => isTracked
                ? Match(state.States, packet)
                : Known(state.States.HasFlag(ConnectionStates.Invalid)),
            FirewallMatch.Icmp icmp => Match(icmp, packet),
            FirewallMatch.TcpFlags flags =>
                Known(packet.Protocol == Protocol.Tcp && (FirewallMatch.TcpFlags.Syn & flags.Mask) == flags.Set),
            FirewallMatch.OfKind kind => Match(kind, packet),
            // A flow is a whole packet, from who it says it is.
            FirewallMatch.Fragment or FirewallMatch.Spoofed => MatchOutcome.No,
            FirewallMatch.Mark wanted => Known(mark is { } value ? (value & wanted.Mask) == wanted.Value : null),
            FirewallMatch.Unknowable => MatchOutcome.Unknown,
            _ => throw new InvalidOperationException($"A {match.GetType().Name} cannot be matched."),
        };
        return match.IsNegated ? (MatchOutcome)((int)MatchOutcome.Yes - (int)outcome) : outcome;
    }

    static MatchOutcome Known(bool? holds) => holds switch
    {
        true => MatchOutcome.Yes,
        false => MatchOutcome.No,
        null => MatchOutcome.Unknown,
    };

    static MatchOutcome Match(FirewallMatch.Address wanted, FirewallPacket packet)
    {
        if ((wanted.End == PacketEnd.Source ? packet.Source : packet.Destination) is not { } address)
        {
            return wanted.First.Value == 0 && wanted.Last == Cidr.All(wanted.Last.Family).Last
                ? MatchOutcome.Yes
                : MatchOutcome.Unknown;
        }
        return Known(address.Family == wanted.First.Family
            && address.Value >= wanted.First.Value && address.Value <= wanted.Last.Value);
    }

    static MatchOutcome Match(FirewallMatch.Ports wanted, FirewallPacket packet)
    {
        if (!packet.Protocol.HasPorts) return MatchOutcome.No;
        return wanted.End switch
        {
            PacketEnd.Source => InRanges(packet.SourcePort, wanted),
            PacketEnd.Destination => InRanges(packet.Port, wanted),
            _ => (MatchOutcome)Math.Max((int)InRanges(packet.SourcePort, wanted), (int)InRanges(packet.Port, wanted)),
        };
    }

    static MatchOutcome InRanges(ushort? port, FirewallMatch.Ports wanted)
    {
        if (port is { } number) return Known(wanted.Ranges.Any(range => range.Contains(number)));
        return wanted.Ranges is [var all] && all == PortRange.All ? MatchOutcome.Yes : MatchOutcome.Unknown;
    }

    static MatchOutcome Match(FirewallMatch.Interface wanted, FirewallPacket packet)
    {
        if (wanted is { IsPrefix: true, Name: "" }) return MatchOutcome.Yes;
        var name = packet.IsLoopback ? Loopback
            : wanted.End == PacketEnd.Source ? packet.InInterface
            : packet.OutInterface;
        if (name is not null)
        {
            return Known(wanted.IsPrefix ? name.StartsWith(wanted.Name, StringComparison.Ordinal) : name == wanted.Name);
        }
        var leadsToPods = ToPods.Any(prefix => wanted.Name.StartsWith(prefix, StringComparison.Ordinal));
        var hasPod = wanted.End == PacketEnd.Source ? packet.IsFromLocalPod : packet.IsToLocalPod;
        if (leadsToPods && !hasPod) return MatchOutcome.No;
        // Any interface but that of the host to itself.
        return wanted is { IsPrefix: false, Name: Loopback } ? MatchOutcome.No : MatchOutcome.Unknown;
    }

    static MatchOutcome Match(ConnectionStates wanted, FirewallPacket packet)
    {
        if (wanted.HasFlag(ConnectionStates.New)) return MatchOutcome.Yes;
        if (wanted.HasFlag(ConnectionStates.DestinationTranslated)) return Known(packet.IsTranslated);
        return wanted.HasFlag(ConnectionStates.SourceTranslated) ? MatchOutcome.Unknown : MatchOutcome.No;
    }

    static MatchOutcome Match(FirewallMatch.Icmp wanted, FirewallPacket packet)
    {
        if (packet.Protocol != wanted.Protocol) return MatchOutcome.No;
        if (packet.Icmp is not { } message) return MatchOutcome.Unknown;
        return Known(message.Type == wanted.Type && (wanted.Code is null || wanted.Code == message.Code));
    }

    static MatchOutcome Match(FirewallMatch.OfKind wanted, FirewallPacket packet)
    {
        var (address, isLocal) = wanted.End == PacketEnd.Source
            ? (packet.Source, packet.IsSourceLocal)
            : (packet.Destination, packet.IsDestinationLocal);
        if (isLocal is not { } local || address is not { } known) return MatchOutcome.Unknown;
        if (local) return Known(wanted.Kinds.HasFlag(AddressKinds.Local));
        if (Multicast(known.Family).Contains(known)) return Known(wanted.Kinds.HasFlag(AddressKinds.Multicast));
        if (wanted.Kinds.HasFlag(AddressKinds.Unicast)) return MatchOutcome.Yes;
        // Which addresses are broadcast, or have no route, is not known.
        return wanted.Kinds.HasFlag(AddressKinds.Other) ? MatchOutcome.Unknown : MatchOutcome.No;
    }

    static Cidr Multicast(IpFamily family) => Cidr.Parse(family == IpFamily.IPv4 ? "224.0.0.0/4" : "ff00::/8");
}
