namespace Merlon.Manifests;

/// <summary>Bounds on what is read, so that hostile input costs bounded time and memory.</summary>
public sealed record ManifestLimits
{
    /// <summary>Bytes of one source. A larger one is refused whole.</summary>
    public long MaxSourceBytes { get; init; } = 64L << 20;

    /// <summary>Documents in one source. A source with more is refused whole.</summary>
    public int MaxDocuments { get; init; } = 500_000;

    /// <summary>Levels of nesting in one document.</summary>
    public int MaxDepth { get; init; } = 100;

    /// <summary>Values in one document.</summary>
    public int MaxNodes { get; init; } = 5_000_000;

    /// <summary>Values in one document once its aliases are written out, where it has any.</summary>
    public int MaxExpandedNodes { get; init; } = 200_000;

    public static ManifestLimits Default { get; } = new();
}
