namespace Merlon.Generation;

/// <summary>In which language a restriction is written.</summary>
public enum RestrictionForm
{
    /// <summary>A script for every node.</summary>
    Iptables,

    ClusterNetworkPolicy,

    Calico,

    /// <summary>For one namespace, with everything else opened again.</summary>
    NetworkPolicy,
}
