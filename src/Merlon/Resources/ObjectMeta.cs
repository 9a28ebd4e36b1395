using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>The metadata of an object that matter to policy.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace; empty for a cluster-wide object.</param>
/// <param name="IsNamespaceAssumed">Whether the manifest names no namespace, so that <c>default</c> was
/// assumed.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Owners">Its owner references.</param>
/// <param name="Location">Where the object starts.</param>
public sealed record ObjectMeta(
    string Name,
    string Namespace,
    bool IsNamespaceAssumed,
    LabelSet Labels,
    ImmutableArray<OwnerReference> Owners,
    SourceLocation Location)
{
    /// <summary>Where its namespace is written, or else its metadata, which lacks it.</summary>
    public Place NamespacePlace { get; init; } = new(Location, FieldPath.Root.Field("metadata").Field("namespace"));

    /// <summary>The annotations that speak to this program; those of others are not kept.</summary>
    public LabelSet Annotations { get; init; } = LabelSet.Empty;

    /// <summary>What the keys of <see cref="Annotations"/> begin with.</summary>
    public const string AnnotationPrefix = "merlon.dev/";

    /// <summary>
    /// Whether a server has stored the object, as its uid shows, which only a server gives, or as it is known from where
    /// it was read.
    /// </summary>
    public bool IsStored { get; init; }

    /// <summary>The namespace that the API server's clients use where none is named.</summary>
    public const string DefaultNamespace = "default";

    /// <summary><c>namespace/name</c>, or the name of a cluster-wide object.</summary>
    public string QualifiedName => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
