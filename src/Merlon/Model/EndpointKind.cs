namespace Merlon.Model;

/// <summary>What an endpoint of a cluster is.</summary>
public enum EndpointKind
{
    /// <summary>A pod as the API knows it.</summary>
    Pod,

    /// <summary>
    /// The pods that a Deployment, StatefulSet, Job or the like will make, known only by their template.
    /// </summary>
    Workload,

    /// <summary>A host of the cluster: its own processes, not its pods.</summary>
    Node,
}
