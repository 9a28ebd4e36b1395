namespace Merlon.Model;

/// <summary>The first packet of a new connection, after service addresses are resolved.</summary>
/// <param name="Source">Who sends.</param>
/// <param name="Destination">Who receives.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Port">The destination port; 0 for a protocol without ports.</param>
/// <param name="Via">The Service address that the sender used and that was translated to this destination; null where
/// none was.</param>
public readonly record struct Flow(
    FlowEnd Source, FlowEnd Destination, Protocol Protocol, ushort Port, ServiceAddress? Via = null)
{
    /// <summary>The port it comes from; null where the question leaves it open.</summary>
    public ushort? SourcePort { get; init; }

    /// <summary>The message of an ICMP flow; null where the question leaves it open.</summary>
    public IcmpMessage? Icmp { get; init; }

    /// <summary>The IP version; null where no address is known.</summary>
    public IpFamily? Family => Source.Address?.Family ?? Destination.Address?.Family;

    /// <summary><c>9001/TCP</c>, or <c>ICMP</c>.</summary>
    public string PortText => Protocol.HasPorts ? $"{Port}/{Protocol}" : Protocol.ToString();

    public override string ToString() => $"{Source} → {Destination} {PortText}";
}
