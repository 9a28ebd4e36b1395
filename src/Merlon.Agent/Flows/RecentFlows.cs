namespace Merlon.Agent.Flows;

/// <summary>How often something happened in the last minute, told apart by text. Bounded. Safe for concurrent use.</summary>
sealed class RecentFlows(TimeProvider time)
{
    const int MostTexts = 1000;
    const int Slots = 6;

    static readonly TimeSpan SlotLength = TimeSpan.FromSeconds(10);

    readonly Lock _lock = new();
    readonly Queue<(DateTimeOffset Start, Dictionary<string, long> Counts)> _slots = new();

    public void Add(string text)
    {
        lock (_lock)
        {
            var slot = Current();
            // What is one too many is counted together.
            var key = slot.ContainsKey(text) || slot.Count < MostTexts ? text : "others";
            slot[key] = slot.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>The counts, the most frequent first.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Read()
    {
        lock (_lock)
        {
            Forget(time.GetUtcNow());
            return
            [
                .. _slots.SelectMany(slot => slot.Counts)
                    .GroupBy(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal)
                    .Select(group => KeyValuePair.Create(group.Key, group.Sum()))
                    .OrderByDescending(entry => entry.Value)
                    .ThenBy(entry => entry.Key, StringComparer.Ordinal),
            ];
        }
    }

    Dictionary<string, long> Current()
    {
        var now = time.GetUtcNow();
        Forget(now);
        if (_slots.Count > 0 && _slots.Last() is var last && now - last.Start < SlotLength) return last.Counts;
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        _slots.Enqueue((now, counts));
        return counts;
    }

    void Forget(DateTimeOffset now)
    {
        while (_slots.TryPeek(out var oldest) && now - oldest.Start >= SlotLength * Slots) _slots.Dequeue();
    }
}
