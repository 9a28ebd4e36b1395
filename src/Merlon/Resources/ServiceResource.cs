using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>A Service (core/v1).</summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsHeadless">Whether <c>clusterIP</c> is <c>None</c>.</param>
/// <param name="ClusterIPs">Its cluster addresses.</param>
/// <param name="KeepsClientAddress">Whether <c>externalTrafficPolicy</c> is <c>Local</c>.</param>
/// <param name="Selector">The labels of its pods; null where it has no selector and its slices are managed
/// elsewhere.</param>
/// <param name="Ports">Its ports.</param>
public sealed record ServiceResource(
    ObjectMeta Meta,
    ServiceType Type,
    bool IsHeadless,
    ImmutableArray<IpAddress> ClusterIPs,
    bool KeepsClientAddress,
    LabelSet? Selector,
    ImmutableArray<ServicePortSpec> Ports);
