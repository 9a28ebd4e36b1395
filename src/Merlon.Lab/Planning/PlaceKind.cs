namespace Merlon.Lab.Planning;

/// <summary>What sends and answers in a lab.</summary>
public enum PlaceKind
{
    Pod,

    /// <summary>A node's own processes, its host-network pods among them.</summary>
    Node,

    /// <summary>Addresses that nothing in the cluster has.</summary>
    Outside,
}
