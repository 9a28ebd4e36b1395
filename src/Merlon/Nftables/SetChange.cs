using System.Collections.Immutable;

namespace Merlon.Nftables;

/// <summary>How the members of a set changed.</summary>
/// <param name="HasGrown">Whether there are new ones.</param>
/// <param name="HasShrunk">Whether some are gone.</param>
readonly record struct SetChange(bool HasGrown, bool HasShrunk)
{
    /// <summary>Of blocks and ports it is not looked at what their elements cover.</summary>
    public static SetChange Between(NftSet current, NftSet wanted) => (current, wanted) switch
    {
        (NftSet.Addresses was, NftSet.Addresses now) => new SetChange(HasOthers(now.Elements, was.Elements), HasOthers(was.Elements, now.Elements)),
        _ => new SetChange(true, true),
    };

    static bool HasOthers<T>(ImmutableArray<T> elements, ImmutableArray<T> than)
    {
        var known = than.ToHashSet();
        return elements.Any(element => !known.Contains(element));
    }
}
