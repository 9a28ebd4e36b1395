using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>An EndpointSlice (discovery.k8s.io/v1): where the connections of a Service really go.</summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="ServiceName">The Service (label <c>kubernetes.io/service-name</c>); null where it belongs to
/// none.</param>
/// <param name="Addresses">The addresses of its ready endpoints.</param>
/// <param name="Ports">Its ports.</param>
public sealed record EndpointSliceResource(
    ObjectMeta Meta, string? ServiceName, ImmutableArray<IpAddress> Addresses, ImmutableArray<SlicePort> Ports)
{
    /// <summary>The addresses of its endpoints that are not ready.</summary>
    public ImmutableArray<IpAddress> Unready { get; init; } = [];

    public const string ServiceNameLabel = "kubernetes.io/service-name";
}
