using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>A Node (core/v1) with its addresses of type InternalIP and ExternalIP.</summary>
public sealed record NodeResource(ObjectMeta Meta, ImmutableArray<IpAddress> Addresses);
