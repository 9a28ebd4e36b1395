namespace Merlon.Manifests;

/// <summary>How manifests are read.</summary>
public sealed record ReadOptions
{
    public ManifestLimits Limits { get; init; } = ManifestLimits.Default;

    /// <summary>
    /// The version of the API server whose checks apply. From 1.36 on, CIDRs with host bits, leading zeros or in
    /// IPv4-mapped form are refused; older servers accept and mask them.
    /// </summary>
    public ServerVersion ServerVersion { get; init; } = ServerVersion.Newest;

    public static ReadOptions Default { get; } = new();
}
