using Merlon.TestServer;

namespace Merlon.Kubernetes.Tests.Watching;

/// <summary>What a server has, in the words of <see cref="Follower"/>.</summary>
static class ServerState
{
    public static HashSet<string> NamesOf(this ApiServer server, ApiResource resource) =>
    [
        .. server.Store.All(ServedResource.Of(resource.Plural, resource.Group)).Select(stored =>
            $"{stored.Namespace}/{stored.Name} {stored.Uid} "
            + (ObjectStore.Parse(stored)["metadata"]?["labels"]?.ToJsonString() ?? "")),
    ];
}
