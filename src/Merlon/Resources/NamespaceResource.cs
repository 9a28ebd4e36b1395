namespace Merlon.Resources;

/// <summary>A Namespace (core/v1); labels as written, without the automatic one.</summary>
public sealed record NamespaceResource(ObjectMeta Meta);
