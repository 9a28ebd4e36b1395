using System.Collections.Immutable;
using Merlon.Kubernetes;

namespace Merlon.Agent;

/// <summary>What an agent watches: who there is, and what of policies it can enforce.</summary>
public static class WatchedResources
{
    // Addresses that Calico policies find by labels, and what hosts rest on.
    static readonly string[] CalicoKinds = ["NetworkSet", "GlobalNetworkSet", "HostEndpoint", "FelixConfiguration", "KubeControllersConfiguration"];

    public static ImmutableArray<ApiResource> All { get; } =
    [
        .. KnownResources.Endpoints,
        .. KnownResources.Services,
        .. KnownResources.Policies.Where(resource =>
            Snapshot.Understands(resource.ApiVersion, resource.Kind) || (IsOfCalico(resource) && CalicoKinds.Contains(resource.Kind))),
    ];

    static bool IsOfCalico(ApiResource resource) => resource.Group.EndsWith("projectcalico.org", StringComparison.Ordinal);
}
