using Merlon.Manifests;

namespace Merlon.Agent.Objects;

/// <summary>What is known of an object that a server told.</summary>
/// <param name="Resource">The object as it was read last, or what stands in for it; null where it could never be read.</param>
/// <param name="Source">The object as it was told last; null where the resource says the same.</param>
/// <param name="Unread">Why the newest version could not be read; null where it could.</param>
sealed record KnownObject(object? Resource, SourceText? Source, UnreadDocument? Unread);
