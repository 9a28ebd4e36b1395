using Merlon.Diagnostics;

namespace Merlon.Model;

/// <summary>A namespace with the labels that selectors see, <c>kubernetes.io/metadata.name</c> included.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Location">Its manifest; null where objects name the namespace and no manifest defines it.</param>
public sealed record ClusterNamespace(string Name, LabelSet Labels, SourceLocation? Location)
{
    /// <summary>
    /// The label that the API server sets on every namespace to its name, whatever the manifest says.
    /// </summary>
    public const string NameLabel = "kubernetes.io/metadata.name";

    public static ClusterNamespace Create(string name, LabelSet labels, SourceLocation? location) =>
        new(name, labels.With(NameLabel, name), location);
}
