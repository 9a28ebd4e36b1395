namespace Merlon.Policies;

/// <summary>The name of a policy. Ordered by name, then namespace, then kind (ordinal).</summary>
/// <param name="Kind">The kind in its API, for example <c>NetworkPolicy</c>.</param>
/// <param name="Namespace">Its namespace; null for a cluster-wide policy.</param>
/// <param name="Name">Its name.</param>
public sealed record PolicyId(string Kind, string? Namespace, string Name) : IComparable<PolicyId>
{
    public int CompareTo(PolicyId? other)
    {
        var order = string.CompareOrdinal(Name, other?.Name);
        if (order == 0) order = string.CompareOrdinal(Namespace, other?.Namespace);
        return order != 0 ? order : string.CompareOrdinal(Kind, other?.Kind);
    }

    /// <summary><c>namespace/name</c>, or the name of a cluster-wide policy.</summary>
    public string QualifiedName => Namespace is null ? Name : $"{Namespace}/{Name}";

    /// <summary><c>NetworkPolicy shop/web</c>.</summary>
    public override string ToString() => $"{Kind} {QualifiedName}";
}
