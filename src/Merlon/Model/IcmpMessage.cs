namespace Merlon.Model;

/// <summary>The kind of an ICMP or ICMPv6 message.</summary>
/// <param name="Type">The type, such as 8 for an echo request of ICMP.</param>
/// <param name="Code">The code within the type.</param>
public readonly record struct IcmpMessage(byte Type, byte Code = 0);
