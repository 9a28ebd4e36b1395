using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Policies.Firewalls;

/// <summary>One condition of a firewall's rule. A closed family with value equality.</summary>
/// <param name="IsNegated">Whether it holds where what it says does not.</param>
public abstract record FirewallMatch(bool IsNegated)
{
    /// <summary>The packet is of the protocol.</summary>
    public sealed record OfProtocol(Protocol Protocol, bool IsNegated = false) : FirewallMatch(IsNegated);

    /// <summary>The address of an end lies between two addresses of one family, both included.</summary>
    public sealed record Address(PacketEnd End, IpAddress First, IpAddress Last, bool IsNegated = false)
        : FirewallMatch(IsNegated)
    {
        public static Address Of(PacketEnd end, Cidr block, bool isNegated = false) =>
            new(end, block.First, block.Last, isNegated);
    }

    /// <summary>The port of an end is in one of the ranges.</summary>
    public sealed record Ports(PacketEnd End, ImmutableArray<PortRange> Ranges, bool IsNegated = false)
        : FirewallMatch(IsNegated)
    {
        public bool Equals(Ports? other) => other is not null && IsNegated == other.IsNegated && End == other.End
            && Ranges.SequenceEqual(other.Ranges);

        public override int GetHashCode() => Ranges.Aggregate(HashCode.Combine(End, IsNegated), HashCode.Combine);
    }

    /// <summary>The packet came in by, or goes out by, the interface, or one whose name begins so.</summary>
    public sealed record Interface(PacketEnd End, string Name, bool IsPrefix, bool IsNegated = false)
        : FirewallMatch(IsNegated);

    /// <summary>Connection tracking calls the packet one of these.</summary>
    public sealed record State(ConnectionStates States, bool IsNegated = false) : FirewallMatch(IsNegated);

    /// <summary>The ICMP message is of the type, and of the code where one is given.</summary>
    public sealed record Icmp(Protocol Protocol, byte Type, byte? Code, bool IsNegated = false)
        : FirewallMatch(IsNegated);

    /// <summary>Of the TCP flags in the mask exactly these are set.</summary>
    public sealed record TcpFlags(byte Mask, byte Set, bool IsNegated = false) : FirewallMatch(IsNegated)
    {
        public const byte Fin = 1, Syn = 2, Rst = 4, Psh = 8, Ack = 16, Urg = 32;
    }

    /// <summary>The address of an end is of one of the kinds to the host.</summary>
    public sealed record OfKind(PacketEnd End, AddressKinds Kinds, bool IsNegated = false) : FirewallMatch(IsNegated);

    /// <summary>The packet is a later fragment of one that was cut.</summary>
    public sealed record Fragment(bool IsNegated = false) : FirewallMatch(IsNegated);

    /// <summary>The packet came in by an interface that does not lead back to its source.</summary>
    public sealed record Spoofed(bool IsNegated = false) : FirewallMatch(IsNegated);

    /// <summary>The packet's mark has this value under the mask.</summary>
    public sealed record Mark(uint Value, uint Mask, bool IsNegated = false) : FirewallMatch(IsNegated);

    /// <summary>Something that cannot be known here, such as the members of an ipset.</summary>
    /// <param name="What">What it is about, to follow "depends on".</param>
    public sealed record Unknowable(string What) : FirewallMatch(false);
}
