namespace Merlon.Kubernetes;

/// <summary>A kind of object as an API server serves it.</summary>
/// <param name="Group">The API group; empty for core.</param>
/// <param name="Version">The version in the group.</param>
/// <param name="Plural">The name in paths, for example <c>networkpolicies</c>.</param>
/// <param name="Kind">The kind, for example <c>NetworkPolicy</c>.</param>
/// <param name="IsNamespaced">Whether its objects lie in namespaces.</param>
public sealed record ApiResource(string Group, string Version, string Plural, string Kind, bool IsNamespaced)
{
    /// <summary>Whether it is where another API keeps its objects: every object of that comes twice then.</summary>
    public bool IsStorageOf(ApiResource other) =>
        Group == "crd.projectcalico.org" && other.Group == "projectcalico.org" && other.Kind == Kind;

    /// <summary>As in manifests: <c>v1</c>, <c>networking.k8s.io/v1</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The path of the group and version, below which all its resources lie.</summary>
    internal string VersionPath => Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";

    /// <summary>The path of all its objects, in all namespaces.</summary>
    internal string Path => $"{VersionPath}/{Plural}";

    /// <summary>Its name for people: Kubernetes' own resources without their group.</summary>
    internal string ShortName =>
        Group is "apps" or "batch" || Group.EndsWith(".k8s.io", StringComparison.Ordinal) ? Plural : ToString();

    /// <summary>As RBAC and kubectl name it: <c>pods</c>, <c>networkpolicies.networking.k8s.io</c>.</summary>
    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
