using System.Collections.Immutable;
using Merlon.Evaluation.Hosts;
using Merlon.Policies;

namespace Merlon.Nftables.Hosts;

/// <summary>A base chain for host endpoints: where packets meet which of their policies.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Hook">Where it is attached.</param>
/// <param name="Priority">Its place there.</param>
/// <param name="Stages">The policies.</param>
/// <param name="Direction">Ingress where packets come in by the interface.</param>
sealed record HostHook(NftName Name, NftHook Hook, int Priority, HostStages Stages, Direction Direction)
{
    /// <summary>Where the kernel begins to track connections is -200, and translates destinations -100.</summary>
    const int BeforeTracking = -300;

    const int BeforeTranslation = -150;

    /// <summary>Between what judges pods (-20, -10).</summary>
    const int Filter = -15;

    public static ImmutableArray<HostHook> All { get; } =
    [
        new(NftName.Fixed("host_raw_in"), NftHook.Prerouting, BeforeTracking, HostStages.Untracked, Direction.Ingress),
        new(NftName.Fixed("host_raw_out"), NftHook.Output, BeforeTracking, HostStages.Untracked, Direction.Egress),
        new(NftName.Fixed("host_prednat"), NftHook.Prerouting, BeforeTranslation, HostStages.PreDnat, Direction.Ingress),
        new(NftName.Fixed("host_input"), NftHook.Input, Filter, HostStages.Own, Direction.Ingress),
        new(NftName.Fixed("host_output"), NftHook.Output, Filter, HostStages.Own, Direction.Egress),
        new(NftName.Fixed("host_forward_in"), NftHook.Forward, Filter, HostStages.Forward, Direction.Ingress),
        new(NftName.Fixed("host_forward_out"), NftHook.Forward, Filter, HostStages.Forward, Direction.Egress),
    ];

    /// <summary>Whether endpoints of all interfaces count: their packets are always tracked.</summary>
    public bool KnowsWildcards => Stages != HostStages.Untracked;

    /// <summary>Whether it asks for connections: before they are tracked it cannot.</summary>
    public bool IsTracked => Stages != HostStages.Untracked;

    /// <summary>Whether what an earlier stage let through passes.</summary>
    public bool HonoursAcceptance =>
        Stages == HostStages.PreDnat || Stages == HostStages.Own || (Stages == HostStages.Forward && Direction == Direction.Ingress);
}
