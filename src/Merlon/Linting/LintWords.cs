using Merlon.Policies;

namespace Merlon.Linting;

/// <summary>Turns of phrase that several checks share.</summary>
static class LintWords
{
    /// <summary><c>incoming</c> or <c>outgoing</c>.</summary>
    public static string Traffic(Direction direction) =>
        direction == Direction.Ingress ? "incoming traffic" : "outgoing traffic";

    /// <summary><c>`a`, `b` and `c`</c>.</summary>
    public static string Quoted(IReadOnlyList<string> texts, string conjunction) =>
        Listed([.. texts.Select(text => $"`{text}`")], conjunction);

    /// <summary><c>a, b and c</c>; of more than <paramref name="limit"/> the rest is counted.</summary>
    public static string Listed(IReadOnlyList<string> texts, string conjunction, int limit = int.MaxValue)
    {
        if (texts.Count > limit) texts = [.. texts.Take(limit), $"{texts.Count - limit} more"];
        return texts.Count == 1 ? texts[0] : $"{string.Join(", ", texts.SkipLast(1))} {conjunction} {texts[^1]}";
    }
}
