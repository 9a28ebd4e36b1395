using System.Collections.Immutable;

namespace Merlon.Nftables;

/// <summary>How a list of named things differs from another, each kind in the order of its list.</summary>
sealed class NamedDifference<T>
    where T : class
{
    public NamedDifference(ImmutableArray<T> current, ImmutableArray<T> wanted, Func<T, NftName> nameOf)
    {
        (Added, Removed, Changed) = ([], [], []);
        if (current == wanted) return;
        var before = current.ToDictionary(nameOf);
        var after = wanted.ToDictionary(nameOf);
        Added = [.. wanted.Where(thing => !before.ContainsKey(nameOf(thing)))];
        Removed = [.. current.Where(thing => !after.ContainsKey(nameOf(thing)))];
        Changed =
        [
            .. wanted.Where(thing => before.TryGetValue(nameOf(thing), out var was) && !was.Equals(thing))
                .Select(thing => (before[nameOf(thing)], thing)),
        ];
    }

    public ImmutableArray<T> Added { get; }

    public ImmutableArray<T> Removed { get; }

    public ImmutableArray<(T Current, T Wanted)> Changed { get; }
}
