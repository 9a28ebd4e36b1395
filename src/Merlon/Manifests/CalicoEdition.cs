namespace Merlon.Manifests;

/// <summary>Whose Calico reads the policies.</summary>
public enum CalicoEdition
{
    /// <summary>The open source.</summary>
    Open,

    /// <summary>Calico Enterprise and Cloud: rules may name domains.</summary>
    Commercial,
}
