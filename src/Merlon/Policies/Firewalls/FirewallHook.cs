namespace Merlon.Policies.Firewalls;

/// <summary>Where on its way through a host a packet meets a chain. Ordered as a packet passes them.</summary>
public enum FirewallHook
{
    /// <summary>Everything that comes in, before it is known where it goes.</summary>
    Prerouting,

    /// <summary>What is for the host itself.</summary>
    Input,

    /// <summary>What passes through: the traffic of the host's pods.</summary>
    Forward,

    /// <summary>What the host itself sends.</summary>
    Output,

    /// <summary>Everything that leaves.</summary>
    Postrouting,
}
