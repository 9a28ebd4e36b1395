namespace Merlon.Model;

/// <summary>The kind of an ICMP or ICMPv6 message.</summary>
/// <param name="Type">The type, such as 8 for an echo request of ICMP.</param>
/// <param name="Code">The code within the type.</param>
public readonly record struct IcmpMessage(byte Type, byte Code = 0)
{
    /// <summary>What a ping sends by the protocol; null for one that is no ICMP.</summary>
    public static IcmpMessage? EchoRequest(Protocol protocol) =>
        protocol == Protocol.Icmp ? new IcmpMessage(8) : protocol == Protocol.IcmpV6 ? new IcmpMessage(128) : null;
}
