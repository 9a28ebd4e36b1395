namespace Merlon.Resources;

/// <summary>The object that made another (<c>metadata.ownerReferences[]</c>), in the same namespace.</summary>
public sealed record OwnerReference(string Kind, string Name);
