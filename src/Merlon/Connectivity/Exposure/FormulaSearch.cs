using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Connectivity.Exposure;

/// <summary>
/// Looks for the fewest labels with which a pod would match a formula, its namespace's and account's included: each way
/// to match that needs no more than it has. Gives up after many tries, so that some ways may be missing.
/// </summary>
/// <param name="formula">The formula.</param>
/// <param name="podWith">The pod that has the values.</param>
sealed class FormulaSearch(LabelFormula formula, Func<ImmutableDictionary<LabelKey, string>, Endpoint> podWith)
{
    const int MostTries = 5_000;
    const int MostJoined = 4;
    const int MostWays = 8;
    const string Wanted = "merlon-any";

    readonly List<(LabelKey Key, List<string> Values)> _keys =
    [
        .. formula.Mentions
            .GroupBy(mention => mention.Key, mention => mention.Value)
            .OrderBy(group => group.Key.Text, StringComparer.Ordinal)
            .Select(group => (group.Key, ValuesFrom([.. group.OfType<string>().Distinct(StringComparer.Ordinal)]))),
    ];

    readonly List<ImmutableDictionary<LabelKey, string>> _ways = [];
    int _tries;

    /// <summary>What the pods would have to have, by key.</summary>
    public IReadOnlyList<ImmutableDictionary<LabelKey, string>> Find()
    {
        for (var size = 0; size <= _keys.Count; size++) Try(0, size, ImmutableDictionary<LabelKey, string>.Empty);
        return _ways;
    }

    // What is compared with, two of them in a row (for what begins with one and ends with another), and what nobody named.
    static List<string> ValuesFrom(List<string> named) => named.Count > MostJoined
        ? [.. named, Wanted]
        : [.. named, .. from first in named from second in named where first != second select first + second, Wanted];

    void Try(int first, int left, ImmutableDictionary<LabelKey, string> chosen)
    {
        if (_tries > MostTries || _ways.Count == MostWays || _ways.Exists(way => way.All(chosen.Contains))) return;
        if (left == 0)
        {
            _tries++;
            if (formula.Matches(podWith(chosen))) _ways.Add(chosen);
            return;
        }
        for (var i = first; i <= _keys.Count - left; i++)
        {
            foreach (var value in _keys[i].Values) Try(i + 1, left - 1, chosen.Add(_keys[i].Key, value));
        }
    }
}
