using System.Collections.Immutable;
using Merlon.Resources;

namespace Merlon.Linting;

/// <summary>Everything that one selector demands of one label.</summary>
sealed class LabelDemand
{
    readonly bool _isAlwaysThere;

    LabelDemand(string key, IEnumerable<LabelRequirementSpec> requirements, bool isAlwaysThere) =>
        (Key, Requirements, _isAlwaysThere) = (key, [.. requirements], isAlwaysThere);

    public string Key { get; }

    /// <summary>The requirements, <c>matchLabels</c> first, which stand where the selector does. Never empty.</summary>
    public ImmutableArray<LabelRequirementSpec> Requirements { get; }

    /// <summary>Whether something that does not carry the label can meet it.</summary>
    public bool CanBeMetWithoutLabel =>
        !_isAlwaysThere && Requirements.All(demand => demand.Operator is "NotIn" or "DoesNotExist");

    /// <summary>A value that meets it, where the label must be there and one can.</summary>
    public string AnyValue => AllowedValues().FirstOrDefault(FreshValue());

    /// <summary>Whether anything at all can meet it.</summary>
    public bool CanBeMet => Requirements is [{ Operator: "In" }] || CanBeMetWithoutLabel || CanBeMetWithLabel;

    /// <summary>Whether only some values are ruled out, and nothing says whether the label must be there.</summary>
    public bool OnlyExcludesValues => CanBeMetWithoutLabel && Requirements.All(demand => demand.Operator is "NotIn");

    bool CanBeMetWithLabel
    {
        get
        {
            if (Requirements.Any(demand => demand.Operator is "DoesNotExist")) return false;
            return Requirements.All(demand => demand.Operator is not "In") || AllowedValues().Any();
        }
    }

    IEnumerable<string> Excluded =>
        Requirements.Where(demand => demand.Operator is "NotIn").SelectMany(demand => demand.Values);

    // The values that every In lists and no NotIn does; none where there is no In.
    IEnumerable<string> AllowedValues() => Requirements
        .Where(demand => demand.Operator is "In")
        .Select(demand => demand.Values.AsEnumerable())
        .DefaultIfEmpty([])
        .Aggregate((common, next) => common.Intersect(next, StringComparer.Ordinal))
        .Except(Excluded, StringComparer.Ordinal);

    string FreshValue()
    {
        var value = "any";
        while (Excluded.Contains(value, StringComparer.Ordinal)) value += "-other";
        return value;
    }

    /// <summary>The demands of the selector, label by label, in written order.</summary>
    /// <param name="selector">A valid selector.</param>
    /// <param name="isAlwaysThere">Whether everything that the selector chooses from carries the label.</param>
    public static IEnumerable<LabelDemand> Of(LabelSelectorSpec selector, Func<string, bool> isAlwaysThere)
    {
        var labels = selector.MatchLabels
            .Select(label => new LabelRequirementSpec(label.Key, "In", [label.Value], selector.Place));
        // The labels are of different keys: most selectors need no grouping.
        if (selector.MatchExpressions.IsEmpty)
        {
            return labels.Select(label => new LabelDemand(label.Key, [label], isAlwaysThere(label.Key)));
        }
        return labels.Concat(selector.MatchExpressions)
            .GroupBy(demand => demand.Key, StringComparer.Ordinal)
            .Select(group => new LabelDemand(group.Key, group, isAlwaysThere(group.Key)));
    }
}
