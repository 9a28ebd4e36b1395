using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Connectivity.Comparison;

/// <summary>Sets of labels that tell selectors apart: every combination of what they ask about, as far as that is few.</summary>
/// <param name="Sets">The sets, the empty one among them.</param>
/// <param name="IsComplete">Whether every combination is there.</param>
sealed record LabelVariants(ImmutableArray<LabelSet> Sets, bool IsComplete)
{
    const string Unnamed = "other";

    public static LabelVariants Of(IEnumerable<LabelExpression> selectors, int most)
    {
        var expressions = selectors.Distinct().ToList();
        // Of each label: missing, each value that is named, and one that is not.
        var keys = expressions.SelectMany(selector => selector.Mentions)
            .GroupBy(mention => mention.Key, mention => mention.Value, StringComparer.Ordinal)
            .Where(group => group.Key != ClusterNamespace.NameLabel)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (
                group.Key,
                Values: group.OfType<string>().Append(Unnamed).Distinct().Order(StringComparer.Ordinal).ToList()))
            .ToList();
        var sets = new List<LabelSet> { LabelSet.Empty };
        var isComplete = true;
        foreach (var (key, values) in keys)
        {
            var grown = sets.Concat(sets.SelectMany(set => values.Select(value => set.With(key, value)))).ToList();
            isComplete &= grown.Count <= most;
            // Too many: one of each value is kept, in turn over those that are there.
            sets = grown.Count <= most
                ? grown
                : [.. sets, .. values.Select((value, i) => sets[i % sets.Count].With(key, value))];
        }
        return new LabelVariants([.. sets.Distinct()], isComplete);
    }
}
