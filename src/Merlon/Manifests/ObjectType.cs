namespace Merlon.Manifests;

/// <summary>The type of an object, as its manifest states it.</summary>
/// <param name="Group">The API group; empty for core.</param>
/// <param name="Version">The version in the group.</param>
/// <param name="Kind">The kind.</param>
readonly record struct ObjectType(string Group, string Version, string Kind)
{
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public static ObjectType From(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? new ObjectType("", apiVersion, kind)
            : new ObjectType(apiVersion[..slash], apiVersion[(slash + 1)..], kind);
    }

    public override string ToString() => $"{ApiVersion} {Kind}";
}
