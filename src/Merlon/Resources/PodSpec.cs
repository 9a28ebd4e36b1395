using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>The parts of a pod's spec that matter to policy.</summary>
/// <param name="IsHostNetwork">Whether it runs in its node's network namespace.</param>
/// <param name="NodeName">The node it is bound to; null before scheduling.</param>
/// <param name="Ports">The ports of all its containers, in written order, regular containers first.</param>
public sealed record PodSpec(bool IsHostNetwork, string? NodeName, ImmutableArray<ContainerPort> Ports)
{
    /// <summary>The account that it runs as.</summary>
    public string ServiceAccountName { get; init; } = ServiceAccount.DefaultName;
}
