namespace Merlon.Lab.Planning;

/// <summary>How pods hang on their node.</summary>
public enum LabNetwork
{
    /// <summary>A link and a host route for each pod, as ptp, kindnet and Calico do: every packet is routed.</summary>
    Routed,

    /// <summary>A bridge on each node, as flannel does: pods of one node are neighbours.</summary>
    Bridge,
}
