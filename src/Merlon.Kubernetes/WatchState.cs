namespace Merlon.Kubernetes;

/// <summary>How the watch of one resource is doing.</summary>
/// <param name="Resource">The resource.</param>
public sealed record WatchState(ApiResource Resource)
{
    /// <summary>Whether a complete list was handed on, or it is known that there is none. Stays so through failures:
    /// what is known may then be old.</summary>
    public bool IsSynced { get; init; }

    /// <summary>Whether the API is not installed.</summary>
    public bool IsAbsent { get; init; }

    /// <summary>Whether a watch is open now.</summary>
    public bool IsConnected { get; init; }

    /// <summary>When the server was heard last; null before the first time.</summary>
    public DateTimeOffset? LastContact { get; init; }

    /// <summary>The last failure, for people; null once the server answers again.</summary>
    public string? LastError { get; init; }

    /// <summary>Complete lists taken.</summary>
    public long Lists { get; init; }

    /// <summary>Watches opened.</summary>
    public long Watches { get; init; }

    /// <summary>Changes of single objects handed on.</summary>
    public long Changes { get; init; }

    /// <summary>Failures, each followed by another try.</summary>
    public long Failures { get; init; }
}
