using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Merlon.Model;

/// <summary>Which addresses names outside the cluster stand for, as far as that is known. Immutable.</summary>
public sealed class DomainTable
{
    readonly FrozenDictionary<string, ImmutableArray<IpAddress>> _addresses;

    /// <param name="entries">Names with their addresses; a name may come several times.</param>
    public DomainTable(IEnumerable<KeyValuePair<string, IpAddress>> entries) => _addresses = entries
        .GroupBy(entry => DomainPattern.Normalize(entry.Key), entry => entry.Value, StringComparer.Ordinal)
        .ToFrozenDictionary(
            group => group.Key, group => group.Distinct().Order().ToImmutableArray(), StringComparer.Ordinal);

    /// <summary>Every name with each of its addresses, by name, then address.</summary>
    public IEnumerable<KeyValuePair<string, IpAddress>> Entries =>
        from entry in _addresses.OrderBy(entry => entry.Key, StringComparer.Ordinal)
        from address in entry.Value
        select KeyValuePair.Create(entry.Key, address);

    public static DomainTable Empty { get; } = new([]);

    /// <summary>The addresses of all names that the pattern means, distinct and in order; none where no such name is known.</summary>
    public ImmutableArray<IpAddress> Resolve(DomainPattern pattern) => pattern.IsWildcard
        ? [.. _addresses.Where(entry => pattern.Matches(entry.Key)).SelectMany(entry => entry.Value).Distinct().Order()]
        : _addresses.GetValueOrDefault(pattern.Name, []);
}
