namespace Merlon.Agent.Observing;

/// <summary>What an agent counts. Safe for concurrent use.</summary>
sealed class AgentCounters
{
    long _events, _failures, _foreignChanges;

    public long Events => Interlocked.Read(ref _events);

    /// <summary>How often the kernel refused something.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>How often somebody else changed the table.</summary>
    public long ForeignChanges => Interlocked.Read(ref _foreignChanges);

    /// <summary>From the first event to the kernel's acknowledgement.</summary>
    public Histogram ApplyTime { get; } = new();

    public void CountEvents(int events) => Interlocked.Add(ref _events, events);

    public void CountFailure() => Interlocked.Increment(ref _failures);

    public void CountForeignChange() => Interlocked.Increment(ref _foreignChanges);
}
