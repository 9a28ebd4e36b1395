using Merlon.Model;

namespace Merlon.Evaluation.Hosts;

/// <summary>What is known of the interface by which a packet enters or leaves a host. A closed family.</summary>
abstract record HostInterface
{
    HostInterface()
    {
    }

    /// <summary>One that leads to a pod of the host.</summary>
    public static HostInterface ToPod { get; } = new Pod();

    /// <summary>That of the host to itself.</summary>
    public static HostInterface ToItself { get; } = new Loopback();

    /// <summary>One that leads to other hosts.</summary>
    /// <param name="own">The host's own address that the packet carries, which its interface has; null where it carries
    /// none.</param>
    public static HostInterface ToOthers(IpAddress? own) => new Outward(own);

    /// <summary>One whose name is known.</summary>
    public static HostInterface Called(string name) => new Named(name);

    internal sealed record Pod : HostInterface;

    internal sealed record Named(string Name) : HostInterface;

    internal sealed record Loopback : HostInterface;

    internal sealed record Outward(IpAddress? Own) : HostInterface;
}
