using System.Collections.Immutable;

namespace Merlon.Model;

/// <summary>What must hold for one label of everything that a formula matches: necessary, not always sufficient.</summary>
/// <param name="MustBePresent">The label must be there.</param>
/// <param name="MustBeAbsent">The label must not be there.</param>
/// <param name="Values">Its value must be one of these, ordered; null where any will do.</param>
public sealed record LabelRestriction(bool MustBePresent, bool MustBeAbsent, ImmutableArray<string>? Values)
{
    /// <summary>No restriction of any label.</summary>
    internal static ImmutableSortedDictionary<string, LabelRestriction> None { get; } =
        ImmutableSortedDictionary.Create<string, LabelRestriction>(StringComparer.Ordinal);

    internal static LabelRestriction Present { get; } = new(true, false, null);

    internal static LabelRestriction Absent { get; } = new(false, true, null);

    internal static LabelRestriction OneOf(ImmutableArray<string> values) => new(true, false, values);

    /// <summary>Whether no label at all can meet it.</summary>
    public bool IsContradiction => MustBePresent && (MustBeAbsent || Values is { IsEmpty: true });

    internal static ImmutableSortedDictionary<string, LabelRestriction> Both(
        ImmutableSortedDictionary<string, LabelRestriction> first, ImmutableSortedDictionary<string, LabelRestriction> second)
    {
        var both = first;
        foreach (var (label, restriction) in second)
        {
            both = both.SetItem(label, both.TryGetValue(label, out var known) ? known.And(restriction) : restriction);
        }
        return both;
    }

    // Only a label that both sides restrict is sure to matter.
    internal static ImmutableSortedDictionary<string, LabelRestriction> Either(
        ImmutableSortedDictionary<string, LabelRestriction> first, ImmutableSortedDictionary<string, LabelRestriction> second)
    {
        var either = None;
        foreach (var (label, restriction) in first)
        {
            if (!second.TryGetValue(label, out var other)) continue;
            var joined = restriction.Or(other);
            if (joined.MustBePresent || joined.MustBeAbsent) either = either.Add(label, joined);
        }
        return either;
    }

    LabelRestriction And(LabelRestriction other) => new(
        MustBePresent || other.MustBePresent,
        MustBeAbsent || other.MustBeAbsent,
        (Values, other.Values) switch
        {
            ({ } mine, { } theirs) => [.. mine.Intersect(theirs, StringComparer.Ordinal)],
            var (mine, theirs) => mine ?? theirs,
        });

    LabelRestriction Or(LabelRestriction other) => new(
        MustBePresent && other.MustBePresent,
        MustBeAbsent && other.MustBeAbsent,
        Values is { } mine && other.Values is { } theirs
            ? [.. mine.Union(theirs, StringComparer.Ordinal).Order(StringComparer.Ordinal)]
            : null);
}
