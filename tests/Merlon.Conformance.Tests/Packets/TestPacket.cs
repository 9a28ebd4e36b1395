using Merlon.Model;

namespace Merlon.Conformance.Tests.Packets;

/// <summary>The first packet of a connection: a TCP SYN, an SCTP INIT, a UDP datagram or an echo request.</summary>
/// <param name="Source">The source address.</param>
/// <param name="Destination">The destination address, of the same family.</param>
/// <param name="Protocol">TCP, UDP, SCTP, or the family's ICMP.</param>
/// <param name="Port">The destination port; 0 for ICMP.</param>
readonly record struct TestPacket(IpAddress Source, IpAddress Destination, Protocol Protocol, ushort Port)
{
    /// <summary>The source port; null for one of the writer's choice.</summary>
    public ushort? SourcePort { get; init; }

    public override string ToString() => $"{Source} -> {Destination} {Protocol}{(Protocol.HasPorts ? $" {Port}" : "")}";
}
