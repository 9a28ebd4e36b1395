using System.Collections.Immutable;

namespace Merlon.Nftables;

/// <summary>How a list of things that is ordered by name differs from another one.</summary>
sealed class NamedDifference<T>
    where T : class
{
    public NamedDifference(ImmutableArray<T> current, ImmutableArray<T> wanted, Func<T, NftName> nameOf)
    {
        (Added, Removed, Changed) = ([], [], []);
        if (current == wanted) return;
        var (added, removed, changed) = (new List<T>(), new List<T>(), new List<(T, T)>());
        var (at, next) = (0, 0);
        while (at < current.Length || next < wanted.Length)
        {
            var order = at == current.Length ? 1 : next == wanted.Length ? -1 : nameOf(current[at]).CompareTo(nameOf(wanted[next]));
            if (order < 0) removed.Add(current[at++]);
            else if (order > 0) added.Add(wanted[next++]);
            else
            {
                if (!current[at].Equals(wanted[next])) changed.Add((current[at], wanted[next]));
                (at, next) = (at + 1, next + 1);
            }
        }
        (Added, Removed, Changed) = ([.. added], [.. removed], [.. changed]);
    }

    public ImmutableArray<T> Added { get; }

    public ImmutableArray<T> Removed { get; }

    public ImmutableArray<(T Current, T Wanted)> Changed { get; }
}
