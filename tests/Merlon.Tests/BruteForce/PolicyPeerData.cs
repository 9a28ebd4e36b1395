namespace Merlon.Tests.BruteForce;

/// <summary>A peer: one or both selectors, or an ipBlock alone.</summary>
sealed record PolicyPeerData(
    LabelSelectorData? PodSelector,
    LabelSelectorData? NamespaceSelector,
    IpBlockData? IpBlock);
