using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Linting;

/// <summary>Which addresses belong to the cluster, as far as the configuration or the manifests tell.</summary>
sealed record ClusterRanges(ImmutableArray<Cidr> Pods, ImmutableArray<Cidr> Nodes, ImmutableArray<Cidr> Services)
{
    /// <summary>The configured ranges; where there are none of a kind, those that the manifests show.</summary>
    public static ClusterRanges Of(Cluster cluster, ClusterFacts facts)
    {
        var pods = cluster.Endpoints.Where(endpoint => endpoint.IsOnPodNetwork).SelectMany(Blocks);
        var nodes = cluster.Endpoints.Where(endpoint => endpoint.Kind == EndpointKind.Node).ToList();
        return new ClusterRanges(
            Known(facts.PodRanges, nodes.SelectMany(node => node.PodRanges).Concat(pods)),
            Known(facts.NodeRanges, nodes.SelectMany(Blocks)),
            Known(facts.ServiceRanges, cluster.Services.SelectMany(service => service.ClusterIPs).Select(Cidr.Of)));
    }

    static ImmutableArray<Cidr> Known(ImmutableArray<Cidr> configured, IEnumerable<Cidr> seen) =>
        configured.IsEmpty ? CidrSet.Union(seen) : configured;

    static IEnumerable<Cidr> Blocks(Endpoint endpoint) => endpoint.Addresses.Select(Cidr.Of);
}
