using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Resources;

namespace Merlon.Manifests;

/// <summary>What a set of texts says: the objects, and everything that keeps other parts from being objects.</summary>
public sealed record ManifestSet
{
    public required ResourceSet Resources { get; init; }

    /// <summary>
    /// Documents that are not in <see cref="Resources"/> although they could matter, in order of location.
    /// </summary>
    public required ImmutableArray<UnreadDocument> Unread { get; init; }

    /// <summary>
    /// Policies that could be read and are not in <see cref="Resources"/>, because something in them is refused.
    /// </summary>
    public ImmutableArray<PolicyResource> Refused { get; init; } = [];

    /// <summary>Policies in whose place stands a later one of the same name.</summary>
    public ImmutableArray<PolicyResource> Superseded { get; init; } = [];

    /// <summary>Everything found while reading, ordered.</summary>
    public required ImmutableArray<Diagnostic> Diagnostics { get; init; }

    /// <summary>How many objects there are of kinds that do not matter to policy, by kind (ordinal).</summary>
    public required ImmutableSortedDictionary<string, int> Ignored { get; init; }

    /// <summary>The number of documents read, list items counted singly.</summary>
    public required int DocumentCount { get; init; }
}
