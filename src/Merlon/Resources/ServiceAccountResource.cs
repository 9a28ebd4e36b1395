namespace Merlon.Resources;

/// <summary>A ServiceAccount (core/v1).</summary>
public sealed record ServiceAccountResource(ObjectMeta Meta);
