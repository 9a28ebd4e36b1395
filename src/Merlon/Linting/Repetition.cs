using System.Collections.Immutable;
using Merlon.Diagnostics;

namespace Merlon.Linting;

/// <summary>Finds the elements of a list that say what an earlier one says.</summary>
static class Repetition
{
    /// <summary>Each repeated element with the first of its kind, in order of the list.</summary>
    public static IEnumerable<(T Again, T First)> Find<T>(
        ImmutableArray<T> elements, Func<T, string> meaning) where T : class
    {
        if (elements.Length < 2) yield break;
        var seen = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var element in elements)
        {
            var key = meaning(element);
            if (!seen.TryAdd(key, element)) yield return (element, seen[key]);
        }
    }

    /// <summary><c>on line 12</c>, or where both stand on one line, <c>at spec.ingress[0]</c>.</summary>
    public static string Whereabouts(Place first, Place again) => first.Location.Line == again.Location.Line
        ? $"at `{first.Path}`"
        : $"on line {first.Location.Line}";
}
