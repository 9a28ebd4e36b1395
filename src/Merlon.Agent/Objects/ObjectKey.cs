namespace Merlon.Agent.Objects;

/// <summary>An object among all that are known.</summary>
/// <param name="Resource">What it is, as its source calls that.</param>
/// <param name="Name"><c>namespace/name</c>, or the name of a cluster-wide object.</param>
readonly record struct ObjectKey(string Resource, string Name);
