using System.Text.RegularExpressions;

namespace Merlon.Manifests.Readers;

/// <summary>
/// The API server's rules for names, labels and ports (apimachinery <c>content</c> and <c>validation</c>).
/// </summary>
static partial class NameRules
{
    const int MaxName = 253;
    const int MaxLabel = 63;
    const int MaxPortName = 15;

    /// <summary>Why the text is no DNS-1123 subdomain; null where it is.</summary>
    public static string? SubdomainFault(string text)
    {
        if (text.Length > MaxName) return $"longer than {MaxName} characters";
        return Subdomain().IsMatch(text)
            ? null
            : "not lower-case letters, digits, `-` and `.`, starting and ending with a letter or digit";
    }

    /// <summary>Why the text is no DNS-1123 label; null where it is.</summary>
    public static string? LabelFault(string text)
    {
        if (text.Length > MaxLabel) return $"longer than {MaxLabel} characters";
        return DnsLabel().IsMatch(text)
            ? null
            : "not lower-case letters, digits and `-`, starting and ending with a letter or digit";
    }

    /// <summary>Every reason why the text is no label key: an optional DNS prefix, a slash, a name.</summary>
    public static IEnumerable<string> LabelKeyFaults(string key)
    {
        var parts = key.Split('/');
        if (parts.Length > 2)
        {
            yield return "more than one `/`";
            yield break;
        }
        if (parts.Length == 2)
        {
            if (parts[0].Length == 0) yield return "the prefix before `/` is empty";
            else if (SubdomainFault(parts[0]) is { } fault) yield return $"the prefix before `/` is {fault}";
        }
        var name = parts[^1];
        if (name.Length == 0) yield return "the name is empty";
        else if (name.Length > MaxLabel) yield return $"the name is longer than {MaxLabel} characters";
        if (!QualifiedName().IsMatch(name))
        {
            yield return "the name is not letters, digits, `-`, `_` and `.`, "
                + "starting and ending with a letter or digit";
        }
    }

    /// <summary>Every reason why the text is no label value.</summary>
    public static IEnumerable<string> LabelValueFaults(string value)
    {
        if (value.Length > MaxLabel) yield return $"longer than {MaxLabel} characters";
        if (value.Length > 0 && !QualifiedName().IsMatch(value))
        {
            yield return "not letters, digits, `-`, `_` and `.`, starting and ending with a letter or digit";
        }
    }

    /// <summary>Every reason why the text is no port name (IANA service name).</summary>
    public static IEnumerable<string> PortNameFaults(string name)
    {
        if (name.Length > MaxPortName) yield return $"longer than {MaxPortName} characters";
        if (!PortCharacters().IsMatch(name)) yield return "not lower-case letters, digits and `-`";
        if (!name.Any(char.IsAsciiLetterLower)) yield return "without a letter";
        if (name.Contains("--", StringComparison.Ordinal)) yield return "with two hyphens in a row";
        if (name.StartsWith('-') || name.EndsWith('-')) yield return "starting or ending with a hyphen";
    }

    [GeneratedRegex(
        @"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DnsLabel();

    [GeneratedRegex(@"\A([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z", RegexOptions.CultureInvariant)]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"\A[-a-z0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex PortCharacters();
}
