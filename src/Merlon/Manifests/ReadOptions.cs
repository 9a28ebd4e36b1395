using Merlon.Model;

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

    /// <summary>What the API server does with unknown fields.</summary>
    public FieldValidation FieldValidation { get; init; } = FieldValidation.Strict;

    /// <summary>
    /// Which CRDs of the cluster-wide policies the server has; where it is not told, v1alpha2 is checked as the
    /// experimental channel does, and v1alpha1 may be what either of them took.
    /// </summary>
    public ReleaseChannel? Channel { get; init; }

    /// <summary>The addresses of names outside the cluster, which no manifest tells.</summary>
    public DomainTable Domains { get; init; } = DomainTable.Empty;

    /// <summary>Whose Calico reads its policies.</summary>
    public CalicoEdition CalicoEdition { get; init; } = CalicoEdition.Open;

    /// <summary>
    /// Whether policies of Calico 2 stand before the policy that it once put behind them, so that what they leave
    /// undecided is allowed.
    /// </summary>
    public bool HasCalicoBackstop { get; init; }

    /// <summary>
    /// Whether staged policies of Calico count as if they were applied. In a cluster they are never enforced.
    /// </summary>
    public bool EnforcesStaged { get; init; }

    /// <summary>Who does the work.</summary>
    public Workers Workers { get; init; } = Workers.None;

    public static ReadOptions Default { get; } = new();

    // What a server has, it or one before it accepted.
    internal ReadOptions ForStored() => this with
    {
        FieldValidation = FieldValidation.Stored,
        ServerVersion = ServerVersion.Oldest,
        Channel = null,
    };
}
