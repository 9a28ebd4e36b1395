namespace Merlon.Tests.BruteForce;

/// <summary>Whether a label selector that is present matches some labels.</summary>
static class SelectorMatch
{
    public static bool Matches(LabelSelectorData selector, IReadOnlyDictionary<string, string> labels)
    {
        foreach (var (key, value) in selector.MatchLabels ?? new Dictionary<string, string>())
        {
            if (!labels.ContainsKey(key) || labels[key] != value)
            {
                return false;
            }
        }

        foreach (var requirement in selector.MatchExpressions ?? [])
        {
            if (!Holds(requirement, labels))
            {
                return false;
            }
        }

        return true;
    }

    static bool Holds(LabelRequirementData requirement, IReadOnlyDictionary<string, string> labels)
    {
        var hasKey = labels.ContainsKey(requirement.Key);
        return requirement.Operator switch
        {
            "In" => hasKey && requirement.Values!.Contains(labels[requirement.Key]),
            "NotIn" => !hasKey || !requirement.Values!.Contains(labels[requirement.Key]),
            "Exists" => hasKey,
            "DoesNotExist" => !hasKey,
            _ => throw new ArgumentException($"`{requirement.Operator}` is not an operator", nameof(requirement)),
        };
    }
}
