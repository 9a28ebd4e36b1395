using Merlon.Manifests;

namespace Merlon.Agent.Objects;

/// <summary>What is known of an object.</summary>
/// <param name="Resource">The object as it was read last, or what stands in for it; null where it could never be read.</param>
/// <param name="Uid">Distinguishes it from another of the same name; empty where its source gives none.</param>
/// <param name="Source">The object as it was told last; null where the resource says the same, or nobody may ask for it.</param>
/// <param name="Unread">Why the newest version could not be read; null where it could.</param>
sealed record KnownObject(object? Resource, ObjectUid Uid, SourceText? Source, UnreadDocument? Unread);
