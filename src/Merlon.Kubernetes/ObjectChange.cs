using System.Collections.Immutable;
using Merlon.Manifests;

namespace Merlon.Kubernetes;

/// <summary>
/// What became known about the objects of one resource. Changes of one resource come in the order in which they
/// happened; between resources there is no order. A change may come twice.
/// </summary>
public abstract record ObjectChange
{
    ObjectChange(ApiResource resource) => Resource = resource;

    public ApiResource Resource { get; }

    /// <summary>An object is there, new or changed.</summary>
    /// <param name="Resource">What it is.</param>
    /// <param name="Namespace">Its namespace; null where it is cluster-wide.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Uid">Distinguishes it from another of the same name, before or after it; empty where the server
    /// gives none.</param>
    /// <param name="ResourceVersion">The version of the object.</param>
    /// <param name="Json">The object, <c>apiVersion</c> and <c>kind</c> included, cut down to what Merlon reads.
    /// <c>uid</c> and <c>resourceVersion</c> are cut too: two versions that differ in nothing that matters are the same
    /// bytes.</param>
    public sealed record Put(
        ApiResource Resource,
        string? Namespace,
        string Name,
        string Uid,
        string ResourceVersion,
        ReadOnlyMemory<byte> Json) : ObjectChange(Resource)
    {
        /// <summary>The object as a text to read it from, named as one would ask for it:
        /// <c>networkpolicies/shop/web</c>.</summary>
        public SourceText ToSource() =>
            new($"{Resource.ShortName}/{(Namespace is null ? "" : Namespace + "/")}{Name}", Json) { IsStored = true };
    }

    /// <summary>An object is there no more.</summary>
    /// <param name="Resource">What it was.</param>
    /// <param name="Namespace">Its namespace; null where it was cluster-wide.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Uid">That of the object that went.</param>
    public sealed record Gone(ApiResource Resource, string? Namespace, string Name, string Uid)
        : ObjectChange(Resource);

    /// <summary>A complete list: everything that is not in it is gone.</summary>
    /// <param name="Resource">What they are.</param>
    /// <param name="All">The objects, in the server's order.</param>
    public sealed record Relisted(ApiResource Resource, ImmutableArray<Put> All) : ObjectChange(Resource);

    /// <summary>
    /// The API is not installed, or not any more: there are no such objects. Counts as synced; it is watched for.
    /// </summary>
    /// <param name="Resource">What there is not.</param>
    public sealed record Absent(ApiResource Resource) : ObjectChange(Resource);
}
