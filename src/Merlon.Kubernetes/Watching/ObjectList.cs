using System.Collections.Immutable;

namespace Merlon.Kubernetes.Watching;

/// <summary>All objects of a resource at one version.</summary>
sealed record ObjectList(ImmutableArray<ObjectChange.Put> Objects, string ResourceVersion);
