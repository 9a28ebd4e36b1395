namespace Merlon.Kubernetes;

/// <summary>How a cluster is watched. The defaults are those of other clients of Kubernetes.</summary>
public sealed record WatchOptions
{
    /// <summary>Objects asked for at a time.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>How long the server is asked to keep a watch open; up to as much again is added by chance.</summary>
    public TimeSpan ServerTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long an answer may be silent before it is given up. Servers send a bookmark each minute.
    /// </summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>The wait after a first failure. Doubles with each further one.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>The longest wait after a failure, before the share added by chance.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often to look whether an API has been installed; up to as much again is added by chance.</summary>
    public TimeSpan DiscoveryInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Changes that wait to be taken before the watches wait too.</summary>
    public int Capacity { get; init; } = 1024;

    /// <summary>Makes the waits differ between clients; null for chance.</summary>
    public int? Seed { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
