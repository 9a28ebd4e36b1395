using System.Collections.Immutable;
using Merlon.Connectivity.Groups;
using Merlon.Model;

namespace Merlon.Connectivity.Exposure;

/// <summary>One side of what a workload is open to.</summary>
/// <param name="Inside">Who may reach it, or whom it may reach, of what exists.</param>
/// <param name="NotYet">The same of pods that do not exist yet, in words.</param>
/// <param name="Outside">The same of ranges outside.</param>
/// <param name="Opening">What is open.</param>
/// <param name="Family">The IP version that this holds for; null where it holds for all that they share.</param>
public sealed record Reach(
    ImmutableArray<EndName> Inside, ImmutableArray<string> NotYet, EndGroup Outside, Opening Opening, IpFamily? Family);

/// <summary>What may reach a workload, and what it may reach.</summary>
/// <param name="Name">The workload, or a pod of it that fares otherwise than the others.</param>
/// <param name="IsIsolatedForIngress">Whether a policy applies to what it receives.</param>
/// <param name="IsIsolatedForEgress">Whether a policy applies to what it sends.</param>
/// <param name="From">What may reach it.</param>
/// <param name="To">What it may reach.</param>
public sealed record WorkloadExposure(
    EndName Name,
    bool IsIsolatedForIngress,
    bool IsIsolatedForEgress,
    ImmutableArray<Reach> From,
    ImmutableArray<Reach> To);
