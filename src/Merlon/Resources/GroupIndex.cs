namespace Merlon.Resources;

/// <summary>Things by the name of what they belong to.</summary>
sealed class GroupIndex<T>
    where T : class
{
    readonly Dictionary<string, HashSet<T>> _groups = new(StringComparer.Ordinal);

    public IReadOnlyCollection<T> Of(string name) => _groups.TryGetValue(name, out var group) ? group : [];

    public void Add(string name, T thing)
    {
        if (!_groups.TryGetValue(name, out var group)) _groups.Add(name, group = new HashSet<T>(ReferenceEqualityComparer.Instance));
        group.Add(thing);
    }

    public void Remove(string name, T thing)
    {
        if (_groups.TryGetValue(name, out var group) && group.Remove(thing) && group.Count == 0) _groups.Remove(name);
    }
}
