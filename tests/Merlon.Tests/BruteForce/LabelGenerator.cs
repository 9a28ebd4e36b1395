namespace Merlon.Tests.BruteForce;

/// <summary>Draws the labels of pods and namespaces.</summary>
static class LabelGenerator
{
    /// <summary>Gives each entry of the alphabet's keys a value with the given chance.</summary>
    public static SortedDictionary<string, string> Draw(Random random, int percent)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in Alphabet.LabelKeys.Where(_ => random.Chance(percent)))
        {
            labels[key] = random.Pick(Alphabet.LabelValues);
        }

        return labels;
    }
}
