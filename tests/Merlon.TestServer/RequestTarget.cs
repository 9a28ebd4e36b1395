using Microsoft.AspNetCore.Http;

namespace Merlon.TestServer;

/// <summary>What the path of a request means.</summary>
/// <param name="Resource">The resource; null for discovery, and for what is not served.</param>
/// <param name="Namespace">The namespace it names.</param>
/// <param name="Name">The object it names.</param>
/// <param name="IsServed">Whether there is such a thing.</param>
sealed record RequestTarget(ServedResource? Resource, string? Namespace, string? Name, bool IsServed = true)
{
    public static RequestTarget Of(HttpRequest request, IReadOnlyList<ServedResource> served)
    {
        var parts = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (group, version, rest) = parts switch
        {
            ["api", var coreVersion, .. var below] => ("", coreVersion, below),
            ["apis", var apiGroup, var apiVersion, .. var below] => (apiGroup, apiVersion, below),
            _ => ("", "", []),
        };
        var (@namespace, plural, name) = rest switch
        {
            ["namespaces", var inside, var what] => (inside, what, null),
            ["namespaces", var inside, var what, var which] => (inside, what, which),
            [var what] => (null, what, null),
            [var what, var which] => (null, what, which),
            _ => ((string?)null, "", (string?)null),
        };
        if (plural.Length == 0) return new RequestTarget(null, null, null);
        var resource = served.FirstOrDefault(
            known => known.Group == group && known.Version == version && known.Plural == plural);
        return new RequestTarget(resource, @namespace, name, IsServed: resource is not null);
    }
}
