namespace Merlon.Policies.Firewalls;

/// <summary>What an address is to the host that sees it.</summary>
[Flags]
public enum AddressKinds
{
    None = 0,

    /// <summary>One of the host's own.</summary>
    Local = 1,

    /// <summary>One of another host.</summary>
    Unicast = 2,
    Multicast = 4,

    /// <summary>A broadcast address, or of another kind that is none of these.</summary>
    Other = 8,
}
