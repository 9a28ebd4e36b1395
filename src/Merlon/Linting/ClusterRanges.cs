using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Linting;

/// <summary>
/// Which addresses belong to the cluster, as far as the configuration or the manifests tell: disjoint blocks in order.
/// </summary>
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

    /// <summary>The place of the first of the disjoint, ordered ranges that does not end before the block.</summary>
    public static int FirstReaching(ImmutableArray<Cidr> ranges, Cidr block)
    {
        var (low, high) = (0, ranges.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ranges[middle].Last.CompareTo(block.First) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    static ImmutableArray<Cidr> Known(ImmutableArray<Cidr> configured, IEnumerable<Cidr> seen) =>
        CidrSet.Union(configured.IsEmpty ? seen : configured);

    static IEnumerable<Cidr> Blocks(Endpoint endpoint) => endpoint.Addresses.Select(Cidr.Of);
}
