namespace Merlon.Policies.Firewalls;

/// <summary>Which end of a packet a condition speaks of.</summary>
public enum PacketEnd
{
    Source,
    Destination,

    /// <summary>Either of them.</summary>
    Any,
}
