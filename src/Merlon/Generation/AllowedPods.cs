using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Merlon.Generation;

/// <summary>Pods that a restriction leaves alone: by labels, all of which they carry, and perhaps by namespace.</summary>
/// <param name="Namespace">Their namespace; null for any.</param>
/// <param name="Labels">The labels; never none.</param>
public sealed partial record AllowedPods(string? Namespace, ImmutableArray<KeyValuePair<string, string>> Labels)
{
    /// <summary>Reads <c>[namespace/]key=value[,key=value…]</c>; null where the text is none.</summary>
    public static AllowedPods? TryParse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success) return null;
        var labels = match.Groups["key"].Captures.Zip(match.Groups["value"].Captures)
            .Select(pair => KeyValuePair.Create(pair.First.Value, pair.Second.Value));
        return new AllowedPods(match.Groups["ns"].Success ? match.Groups["ns"].Value : null, [.. labels]);
    }

    public bool Equals(AllowedPods? other) =>
        other is not null && Namespace == other.Namespace && Labels.SequenceEqual(other.Labels);

    public override int GetHashCode() => HashCode.Combine(Namespace, Labels.Length);

    /// <summary>The text that it is read from.</summary>
    public override string ToString() =>
        $"{(Namespace is null ? "" : Namespace + "/")}{string.Join(',', Labels.Select(label => $"{label.Key}={label.Value}"))}";

    // A key may have a prefix with a slash in it: what stands before the last-but-one slash is the namespace.
    [GeneratedRegex(
        """
        ^ (?: (?<ns> [a-z0-9] (?: [-a-z0-9]* [a-z0-9] )? ) / )?
        (?: (?: ^ | , | (?<=/) )
            (?<key> (?: [A-Za-z0-9] [-A-Za-z0-9.]* / )? [A-Za-z0-9] (?: [-A-Za-z0-9_.]* [A-Za-z0-9] )? )
            = (?<value> [A-Za-z0-9] (?: [-A-Za-z0-9_.]* [A-Za-z0-9] )? )
        )+ $
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Form();
}
