namespace Merlon.Tests.BruteForce;

/// <summary>Draws label selectors that often match some of the labels they are drawn for.</summary>
sealed class SelectorGenerator(
    Random random,
    IReadOnlyList<IReadOnlyDictionary<string, string>> observed,
    IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> alphabet)
{
    readonly KeyValuePair<string, string>[] _observedLabels = [.. observed.SelectMany(labels => labels)];

    public LabelSelectorData Draw() => random.Next(100) switch
    {
        < 8 => new LabelSelectorData(null, null),
        < 12 => new LabelSelectorData(new Dictionary<string, string>(), []),
        < 45 => new LabelSelectorData(DrawMatchLabels(1), random.Chance(10) ? [] : null),
        < 52 => new LabelSelectorData(DrawMatchLabels(2), null),
        < 80 => new LabelSelectorData(null, RandomDraws.Repeat(random.Between(1, 2), DrawRequirement)),
        < 82 => new LabelSelectorData(new Dictionary<string, string>(), DrawSeveralOnOneKey()),
        < 90 => new LabelSelectorData(null, DrawSeveralOnOneKey()),
        _ => new LabelSelectorData(DrawMatchLabels(1), [DrawRequirement()]),
    };

    SortedDictionary<string, string> DrawMatchLabels(int count)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in RandomDraws.Repeat(count, DrawLabel))
        {
            labels[key] = value;
        }

        return labels;
    }

    LabelRequirementData DrawRequirement()
    {
        var (key, value) = DrawLabel();
        return DrawRequirement(key, value);
    }

    LabelRequirementData DrawRequirement(string key, string value) => random.Next(100) switch
    {
        < 30 => new LabelRequirementData(key, "In", DrawValues(key, value)),
        < 65 => new LabelRequirementData(key, "NotIn", DrawValues(key, value)),
        < 83 => Exists(key),
        _ => DoesNotExist(key),
    };

    LabelRequirementData[] DrawSeveralOnOneKey()
    {
        var (key, value) = DrawLabel();
        var other = DrawValue(key);
        return random.Next(5) switch
        {
            0 => [new LabelRequirementData(key, "NotIn", [value]), new LabelRequirementData(key, "NotIn", [other])],
            1 => [new LabelRequirementData(key, "In", [value]), new LabelRequirementData(key, "In", [other])],
            2 => [Exists(key), DoesNotExist(key)],
            3 => [Exists(key), new LabelRequirementData(key, "NotIn", [value])],
            _ => [DrawRequirement(key, value), DrawRequirement(key, other)],
        };
    }

    static LabelRequirementData Exists(string key) => new(key, "Exists", null);

    static LabelRequirementData DoesNotExist(string key) => new(key, "DoesNotExist", null);

    string[] DrawValues(string key, string first) =>
        [first, .. RandomDraws.Repeat(random.Between(0, 2), () => DrawValue(key))];

    string DrawValue(string key)
    {
        var known = alphabet.Where(entry => entry.Key == key).ToArray();
        return known.Length == 0 ? "a" : random.Pick(known[0].Value);
    }

    KeyValuePair<string, string> DrawLabel()
    {
        if (_observedLabels.Length > 0 && random.Chance(65))
        {
            return random.Pick(_observedLabels);
        }

        var (key, values) = random.Pick(alphabet);
        return new KeyValuePair<string, string>(key, random.Pick(values));
    }
}
