using Merlon.Model;

namespace Merlon.Connectivity.Classes;

/// <summary>All ends of a cluster, indexed when that is first asked for.</summary>
sealed class ClusterEnds(Cluster cluster)
{
    FlowEnd[]? _ends;
    Population? _index;

    public Cluster Cluster => cluster;

    /// <summary>In the order of the endpoints, then of their addresses.</summary>
    public FlowEnd[] Ends => _ends ??= [.. cluster.Endpoints.SelectMany(FlowEnd.AllOf)];

    public Population Index => _index ??= new Population(Ends);
}
