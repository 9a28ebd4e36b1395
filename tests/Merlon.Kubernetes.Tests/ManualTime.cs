namespace Merlon.Kubernetes.Tests;

/// <summary>Time that passes only when it is told to.</summary>
sealed class ManualTime : TimeProvider
{
    readonly Lock _lock = new();
    readonly List<Alarm> _alarms = [];
    TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_lock) return _now.Ticks;
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddYears(56) + TimeSpan.FromTicks(GetTimestamp());

    /// <summary>How many wait for a time to come.</summary>
    public int Waiting
    {
        get { lock (_lock) return _alarms.Count(alarm => alarm.Due is not null); }
    }

    /// <summary>The longest time that anybody waits for.</summary>
    public TimeSpan LongestWait
    {
        get { lock (_lock) return _alarms.Max(alarm => alarm.Due - _now) ?? TimeSpan.Zero; }
    }

    public void Pass(TimeSpan time)
    {
        List<Alarm> due;
        lock (_lock)
        {
            _now += time;
            due = [.. _alarms.Where(alarm => alarm.Due <= _now)];
            foreach (var alarm in due) alarm.Due = null;
        }
        foreach (var alarm in due) alarm.Ring();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    sealed class Alarm : ITimer
    {
        readonly ManualTime _time;

        public Alarm(ManualTime time, Action ring)
        {
            (_time, Ring) = (time, ring);
            lock (time._lock) time._alarms.Add(this);
        }

        public Action Ring { get; }

        public TimeSpan? Due { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_time._lock) Due = dueTime == Timeout.InfiniteTimeSpan ? null : _time._now + dueTime;
            return true;
        }

        public void Dispose()
        {
            lock (_time._lock) _time._alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
