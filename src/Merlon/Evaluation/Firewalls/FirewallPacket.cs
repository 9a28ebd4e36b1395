using Merlon.Model;

namespace Merlon.Evaluation.Firewalls;

/// <summary>The first packet of a connection, as a host's firewall sees it.</summary>
public sealed record FirewallPacket
{
    /// <summary>The source that the host sees: after a translation on the way; null where it is not known.</summary>
    public required IpAddress? Source { get; init; }

    public required IpAddress? Destination { get; init; }

    public required Protocol Protocol { get; init; }

    /// <summary>The port it comes from; null where that is left open.</summary>
    public ushort? SourcePort { get; init; }

    /// <summary>The destination port; 0 for a protocol without ports.</summary>
    public required ushort Port { get; init; }

    /// <summary>The message of an ICMP packet; null where that is left open.</summary>
    public IcmpMessage? Icmp { get; init; }

    /// <summary>Whether the source is an address of the host itself; null where that is not known.</summary>
    public required bool? IsSourceLocal { get; init; }

    public required bool? IsDestinationLocal { get; init; }

    /// <summary>Whether the packet stays on the host, on its loopback interface.</summary>
    public bool IsLoopback { get; init; }

    /// <summary>Whether a pod of the host sent it.</summary>
    public bool IsFromLocalPod { get; init; }

    /// <summary>Whether it is for a pod of the host.</summary>
    public bool IsToLocalPod { get; init; }

    /// <summary>By which interface it comes in; null where that is not known.</summary>
    public string? InInterface { get; init; }

    /// <summary>By which interface it goes out; null where that is not known.</summary>
    public string? OutInterface { get; init; }

    /// <summary>Whether its destination was translated, as that of a Service is.</summary>
    public bool IsTranslated { get; init; }
}
