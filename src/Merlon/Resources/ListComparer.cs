using System.Collections.Immutable;

namespace Merlon.Resources;

/// <summary>Lists are equal when their elements are, in order.</summary>
sealed class ListComparer<T> : IEqualityComparer<ImmutableArray<T>>
    where T : IEquatable<T>
{
    public bool Equals(ImmutableArray<T> x, ImmutableArray<T> y) => x.AsSpan().SequenceEqual(y.AsSpan());

    public int GetHashCode(ImmutableArray<T> list)
    {
        var hash = new HashCode();
        foreach (var element in list) hash.Add(element);
        return hash.ToHashCode();
    }
}
