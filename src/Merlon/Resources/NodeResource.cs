using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>A Node (core/v1).</summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Addresses">Its addresses of type InternalIP, then those of type ExternalIP.</param>
/// <param name="PodRanges">The blocks that its pods get their addresses from (<c>spec.podCIDRs</c>).</param>
public sealed record NodeResource(ObjectMeta Meta, ImmutableArray<IpAddress> Addresses, ImmutableArray<Cidr> PodRanges);
