using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Merlon.Model;

/// <summary>
/// The labels of an object: keys with values, ordered by key (ordinal). Equal when all keys and values are equal.
/// </summary>
public sealed class LabelSet : IReadOnlyList<KeyValuePair<string, string>>, IEquatable<LabelSet>
{
    readonly KeyValuePair<string, string>[] _labels;

    LabelSet(KeyValuePair<string, string>[] labels) => _labels = labels;

    public static LabelSet Empty { get; } = new([]);

    public int Count => _labels.Length;

    public KeyValuePair<string, string> this[int index] => _labels[index];

    /// <summary>The last value given for a key is kept.</summary>
    public static LabelSet From(IEnumerable<KeyValuePair<string, string>> labels)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in labels) sorted[key] = value;
        return sorted.Count == 0 ? Empty : new LabelSet([.. sorted]);
    }

    /// <summary>These labels with one set or replaced.</summary>
    public LabelSet With(string key, string value) => From(_labels.Append(new(key, value)));

    public bool TryGet(string key, [NotNullWhen(true)] out string? value)
    {
        // A handful of labels: a linear search beats a binary one.
        foreach (var (candidate, found) in _labels)
        {
            if (!string.Equals(candidate, key, StringComparison.Ordinal)) continue;
            value = found;
            return true;
        }
        value = null;
        return false;
    }

    public bool Equals(LabelSet? other) => other is not null && _labels.AsSpan().SequenceEqual(other._labels);

    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (key, value) in _labels)
        {
            hash.Add(key, StringComparer.Ordinal);
            hash.Add(value, StringComparer.Ordinal);
        }
        return hash.ToHashCode();
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _labels.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary><c>app=web,tier=front</c>; <c>no labels</c> when empty.</summary>
    public override string ToString() =>
        Count == 0 ? "no labels" : string.Join(',', _labels.Select(label => $"{label.Key}={label.Value}"));
}
