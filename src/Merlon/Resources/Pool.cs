using System.Diagnostics.CodeAnalysis;

namespace Merlon.Resources;

/// <summary>
/// Gives one instance for all values that are equal, as far as it remembers them: it forgets everything when it has grown
/// too large, so that what is gone does not stay for ever. It has one owner.
/// </summary>
sealed class Pool<T>(IEqualityComparer<T>? comparer = null)
    where T : notnull
{
    const int Most = 16_384;

    readonly Dictionary<T, T> _known = new(comparer);

    [return: NotNullIfNotNull(nameof(value))]
    public T? One(T? value)
    {
        if (value is null) return value;
        if (_known.TryGetValue(value, out var known)) return known;
        if (_known.Count == Most) _known.Clear();
        _known.Add(value, value);
        return value;
    }
}
