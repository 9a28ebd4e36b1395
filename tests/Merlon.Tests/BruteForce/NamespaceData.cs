namespace Merlon.Tests.BruteForce;

/// <summary>
/// A Namespace manifest as its author wrote it: the name label may be missing or false.
/// Pods and policies may live in a namespace for which the world has no manifest.
/// </summary>
sealed record NamespaceData(string Name, IReadOnlyDictionary<string, string> WrittenLabels);
