using System.Collections.Immutable;

namespace Merlon.Model;

/// <summary>The ports of a host that stay open whatever policies say.</summary>
/// <param name="Inbound">Of connections to the host.</param>
/// <param name="Outbound">Of connections from the host.</param>
public sealed record Failsafes(ImmutableArray<FailsafePort> Inbound, ImmutableArray<FailsafePort> Outbound)
{
    static readonly ImmutableArray<FailsafePort> Common =
        [.. new ushort[] { 179, 2379, 2380, 5473, 6443, 6666, 6667 }.Select(port => new FailsafePort(Protocol.Tcp, port))];

    /// <summary>Calico's own: SSH, DHCP, DNS, BGP, etcd, Typha and the API server.</summary>
    public static Failsafes Default { get; } = new(
        [new(Protocol.Tcp, 22), new(Protocol.Udp, 68), .. Common],
        [new(Protocol.Udp, 53), new(Protocol.Udp, 67), .. Common]);
}
