using Merlon.Diagnostics;

namespace Merlon.Manifests;

/// <summary>
/// A document that is in the input and not in the model: not readable, refused by the API server, or of a policy API
/// that is not understood. Answers that it could have changed name it.
/// </summary>
/// <param name="Reason">Why, in a few words.</param>
/// <param name="Location">Where it starts.</param>
/// <param name="Kind">Its kind as far as it can be told; null where it cannot.</param>
/// <param name="Namespace">Its namespace as far as it can be told; null where it cannot, or it is cluster-wide.</param>
/// <param name="Name">Its name as far as it can be told.</param>
public sealed record UnreadDocument(
    string Reason, SourceLocation Location, string? Kind, string? Namespace, string? Name)
{
    /// <summary>
    /// Whether it could matter to flows that touch only these namespaces. When in doubt, yes: a NetworkPolicy or a pod
    /// matters in its own namespace only, anything unknown or cluster-wide everywhere.
    /// </summary>
    public bool CouldConcern(IReadOnlySet<string> namespaces) => Kind switch
    {
        null => true,
        "Namespace" => Name is null || namespaces.Contains(Name),
        _ when Namespace is not null => namespaces.Contains(Namespace),
        _ => true,
    };

    /// <summary>For example <c>NetworkPolicy shop/web (policies.yaml:12)</c>.</summary>
    public override string ToString()
    {
        var name = (Kind, Name) switch
        {
            (null, _) => "a document",
            (_, null) => $"a {Kind}",
            _ => $"{Kind} {(Namespace is null ? "" : Namespace + "/")}{Name}",
        };
        return $"{name} ({Location.ToShortString()})";
    }
}
