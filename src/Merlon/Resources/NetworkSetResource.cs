using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>A set of address blocks that selectors find by its labels.</summary>
/// <param name="Kind">The kind: of a namespace, or of the whole cluster.</param>
/// <param name="Meta">Its metadata.</param>
/// <param name="Nets">The blocks.</param>
public sealed record NetworkSetResource(string Kind, ObjectMeta Meta, ImmutableArray<Cidr> Nets);
