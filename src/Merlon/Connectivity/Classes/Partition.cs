namespace Merlon.Connectivity.Classes;

/// <summary>Numbers in parts that get finer with every set that tells some of them apart.</summary>
sealed class Partition
{
    readonly int[] _partOf;
    readonly List<int> _sizes = [];
    readonly List<int> _hits = [];
    readonly List<int> _twins = [];
    readonly List<int> _cut = [];
    readonly List<int> _origins = [];

    /// <param name="parts">The part of each number to begin with; part numbers without gaps.</param>
    /// <param name="count">How many parts there are, if some may have no numbers.</param>
    public Partition(int[] parts, int count = 0)
    {
        _partOf = parts;
        while (_sizes.Count < count) AddPart();
        foreach (var part in parts)
        {
            while (_sizes.Count <= part) AddPart();
            _sizes[part]++;
        }
    }

    public int Count => _sizes.Count;

    public int PartOf(int number) => _partOf[number];

    /// <summary>The parts that those beyond the first ones were taken out of, in order.</summary>
    public IReadOnlyList<int> Origins => _origins;

    /// <summary>Takes members out of every part that has others too.</summary>
    /// <param name="members">Distinct numbers.</param>
    public void Split(List<int> members)
    {
        foreach (var member in members) _hits[_partOf[member]]++;
        foreach (var member in members)
        {
            var part = _partOf[member];
            if (_hits[part] == _sizes[part]) continue;
            if (_twins[part] < 0)
            {
                _twins[part] = _sizes.Count;
                _cut.Add(part);
                _origins.Add(part);
                AddPart();
            }
            _partOf[member] = _twins[part];
        }
        Settle(members);
    }

    // Counts were kept under the old parts; a member may be in that part's twin by now.
    void Settle(List<int> members)
    {
        foreach (var part in _cut)
        {
            _sizes[_twins[part]] = _hits[part];
            _sizes[part] -= _hits[part];
            (_hits[part], _twins[part]) = (0, -1);
        }
        _cut.Clear();
        foreach (var member in members) _hits[_partOf[member]] = 0;
    }

    void AddPart()
    {
        _sizes.Add(0);
        _hits.Add(0);
        _twins.Add(-1);
    }
}
