namespace Merlon.Agent.Observing;

/// <summary>How many measurements were at most how large. Safe for concurrent use.</summary>
sealed class Histogram
{
    /// <summary>Bounds in seconds, from a millisecond on.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

    readonly Lock _lock = new();
    readonly long[] _counts = new long[Bounds.Count];
    long _count;
    double _sum;

    public void Add(TimeSpan time)
    {
        lock (_lock)
        {
            _count++;
            _sum += time.TotalSeconds;
            for (var i = 0; i < _counts.Length; i++)
            {
                if (time.TotalSeconds <= Bounds[i]) _counts[i]++;
            }
        }
    }

    public (long[] Counts, long Count, double Sum) Read()
    {
        lock (_lock) return ([.. _counts], _count, _sum);
    }
}
