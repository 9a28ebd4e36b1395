using System.Collections.Immutable;
using Merlon.Kubernetes;

namespace Merlon.Agent;

/// <summary>What an agent watches: who there is, and the policies of Kubernetes' own APIs, which are those it can enforce.</summary>
public static class WatchedResources
{
    static readonly string[] Kinds = ["Namespace", "Node", "Pod"];
    static readonly string[] Groups = ["networking.k8s.io", "policy.networking.k8s.io"];

    public static ImmutableArray<ApiResource> All { get; } =
    [
        .. KnownResources.Endpoints.Where(resource => Kinds.Contains(resource.Kind)),
        .. KnownResources.Policies.Where(resource => Groups.Contains(resource.Group) && Snapshot.Understands(resource.ApiVersion, resource.Kind)),
    ];
}
