using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Manifests.Readers;

/// <summary>Reads <c>metadata</c> with the checks that the API server makes on every object.</summary>
static class MetaReader
{
    static readonly FieldSet MetadataFields = FieldSet.Closed(
        "metadata", null, "name", "generateName", "namespace", "selfLink", "uid", "resourceVersion", "generation",
        "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "labels", "annotations",
        "ownerReferences", "finalizers", "managedFields");

    static readonly FieldSet OwnerFields = FieldSet.Open("an owner reference", "kind", "name", "controller");

    /// <summary>The metadata; null where the object has no name.</summary>
    public static ObjectMeta? Read(ObjectValue root, bool isNamespaced)
    {
        var metadata = root.Object("metadata", MetadataFields);
        var name = metadata?.String("name");
        var generated = metadata?.String("generateName");
        var @namespace = isNamespaced ? metadata?.String("namespace") : null;
        if (!string.IsNullOrEmpty(name))
        {
            root.Context.Object += $" {(string.IsNullOrEmpty(@namespace) ? "" : @namespace + "/")}{name}";
        }

        var labels = metadata is null ? LabelSet.Empty : ReadLabels(metadata);
        var owners = metadata is null ? [] : ReadOwners(metadata);
        var annotations = metadata is null ? LabelSet.Empty : ReadAnnotations(metadata);
        if (!string.IsNullOrEmpty(@namespace) && NameRules.LabelFault(@namespace) is { } namespaceFault)
        {
            metadata?.Report(DiagnosticCodes.ApiReject, $"namespace `{@namespace}` is {namespaceFault}.", "namespace");
        }
        if (metadata is null || (string.IsNullOrEmpty(name) && string.IsNullOrEmpty(generated)))
        {
            var (at, path) = metadata is null
                ? (root.LocationOf("metadata"), root.Path.Field("metadata"))
                : (metadata.LocationOf("name"), metadata.Path);
            root.Context.Report(
                DiagnosticCodes.ApiReject,
                "the object has no name: the API server refuses it.",
                at,
                path.Field("name"));
            return null;
        }
        if (!string.IsNullOrEmpty(name) && NameRules.SubdomainFault(name) is { } fault)
        {
            metadata.Report(DiagnosticCodes.ApiReject, $"name `{name}` is {fault}.", "name");
        }
        return new ObjectMeta(
            string.IsNullOrEmpty(name) ? GeneratedName(generated, root.Location) : name,
            isNamespaced ? string.IsNullOrEmpty(@namespace) ? ObjectMeta.DefaultNamespace : @namespace : "",
            isNamespaced && string.IsNullOrEmpty(@namespace),
            labels,
            owners,
            root.Location)
        {
            Annotations = annotations,
            NamespacePlace = metadata.PlaceOf("namespace"),
            IsStored = metadata["uid"] is { IsNull: false }
                || root.Context.Options.FieldValidation == FieldValidation.Stored,
        };
    }

    // The server appends five random characters. Here they follow from the place, so that two objects stay two and the
    // same input gives the same names.
    static string GeneratedName(string? prefix, SourceLocation location)
    {
        const string letters = "bcdfghjklmnpqrstvwxz2456789";
        var hash = System.Text.Encoding.UTF8
            .GetBytes(location.ToString())
            .Aggregate(2166136261u, (sum, part) => (sum ^ part) * 16777619u);
        var suffix = new char[5];
        for (var i = 0; i < suffix.Length; i++, hash /= (uint)letters.Length)
        {
            suffix[i] = letters[(int)(hash % (uint)letters.Length)];
        }
        return prefix + new string(suffix);
    }

    /// <summary>
    /// Reads a map of labels and checks keys and values; faults carry the path of the map, as the server's do.
    /// </summary>
    public static LabelSet ReadLabels(ObjectValue owner, string field = "labels")
    {
        if (owner[field] is not { } value) return LabelSet.Empty;
        var pairs = value.AsStringMap();
        LabelRules.Check(pairs, owner, field);
        return LabelSet.From(pairs);
    }

    static LabelSet ReadAnnotations(ObjectValue metadata)
    {
        var annotations = metadata["annotations"]?.AsStringMap() ?? [];
        foreach (var (key, _) in annotations)
        {
            // Annotation keys are checked in lower case: a prefix may be written in upper case there.
            foreach (var fault in NameRules.LabelKeyFaults(key.ToLowerInvariant()))
            {
                metadata.Report(DiagnosticCodes.ApiReject, $"annotation key `{key}`: {fault}.", "annotations");
            }
        }
        return LabelSet.From(annotations.Where(
            annotation => annotation.Key.StartsWith(ObjectMeta.AnnotationPrefix, StringComparison.Ordinal)));
    }

    static ImmutableArray<OwnerReference> ReadOwners(ObjectValue metadata) =>
    [
        .. metadata.List("ownerReferences")
            .Select(item => item.AsObject(OwnerFields))
            .Where(owner => owner is not null)
            .Select(owner => new OwnerReference(owner!.String("kind") ?? "", owner.String("name") ?? "")),
    ];
}
