using System.Collections.Immutable;
using Merlon.Kubernetes;

namespace Merlon.Agent;

/// <summary>What an agent watches: who there is, and the policies of all APIs that are understood.</summary>
public static class WatchedResources
{
    static readonly string[] Kinds = ["Namespace", "Node", "Pod"];

    public static ImmutableArray<ApiResource> All { get; } =
    [
        .. KnownResources.Endpoints.Where(resource => Kinds.Contains(resource.Kind)),
        .. KnownResources.Policies.Where(resource => Snapshot.Understands(resource.ApiVersion, resource.Kind)),
    ];
}
