using System.Collections.Immutable;
using Merlon.Kubernetes;
using Merlon.Manifests;

namespace Merlon.Agent;

/// <summary>Something that the agent's loop has to take note of. A closed family.</summary>
abstract record AgentEvent
{
    /// <summary>A folder of manifests was read whole: this is everything there is.</summary>
    public sealed record FolderRead(ManifestSet Manifests) : AgentEvent;

    /// <summary>A folder of manifests cannot be read at the moment.</summary>
    public sealed record FolderLost(string Reason) : AgentEvent;

    /// <summary>An API server tells of a change.</summary>
    public sealed record Changed(ObjectChange Change) : AgentEvent;

    /// <summary>Somebody wants to know every object as the server told it; the answer is null where a folder is followed.</summary>
    public sealed record ObjectsAsked(TaskCompletionSource<ImmutableArray<SourceText>?> Answer) : AgentEvent;

    /// <summary>It is time to look: at the kernel, at links, or again at what failed before.</summary>
    public sealed record Woken : AgentEvent;
}
