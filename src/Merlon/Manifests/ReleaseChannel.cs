namespace Merlon.Manifests;

/// <summary>The two forms in which the CRDs of <c>policy.networking.k8s.io</c> are released.</summary>
public enum ReleaseChannel
{
    /// <summary>Without peers by <c>nodes</c> and <c>domainNames</c>.</summary>
    Standard,

    /// <summary>All fields.</summary>
    Experimental,
}
