using System.Text.RegularExpressions;

namespace Merlon.Tests.BruteForce;

/// <summary>Knows which texts every version of YAML reads as a string without quotes.</summary>
static partial class YamlPlainText
{
    static readonly HashSet<string> Words =
        new(["y", "n", "yes", "no", "on", "off", "true", "false", "null"], StringComparer.OrdinalIgnoreCase);

    public static bool IsSafe(string text) =>
        (Word.IsMatch(text) && !Words.Contains(text)) || IPv4.IsMatch(text);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9./-]*$")]
    static partial Regex Word { get; }

    // Three dots make it neither an integer nor a float.
    [GeneratedRegex(@"^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+(/[0-9]+)?$")]
    static partial Regex IPv4 { get; }
}
