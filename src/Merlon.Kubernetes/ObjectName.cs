namespace Merlon.Kubernetes;

/// <summary>The name of an object among those of its resource.</summary>
/// <param name="Namespace">Its namespace; empty for a cluster-wide object.</param>
/// <param name="Name">Its name.</param>
public readonly record struct ObjectName(string Namespace, string Name);
