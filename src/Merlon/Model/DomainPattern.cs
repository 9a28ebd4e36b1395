using System.Diagnostics.CodeAnalysis;

namespace Merlon.Model;

/// <summary>
/// A domain name, or with <c>*.</c> before it all names below it, however deep. Case and a dot at the end do not matter.
/// </summary>
public sealed record DomainPattern
{
    DomainPattern(string name, bool isWildcard) => (Name, IsWildcard) = (name, isWildcard);

    /// <summary>The name in lower case, without <c>*.</c> and without a dot at the end.</summary>
    public string Name { get; }

    /// <summary>Whether it means the names below, and not the name itself.</summary>
    public bool IsWildcard { get; }

    /// <summary>
    /// Reads a name of at least two labels of letters, digits, hyphens and underscores, at most 253 characters long;
    /// <c>*</c> only as the first label.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DomainPattern? pattern)
    {
        pattern = null;
        var isWildcard = text.StartsWith("*.", StringComparison.Ordinal);
        var name = Normalize(isWildcard ? text[2..] : text);
        var labels = name.Split('.');
        if (name.Length > 253 || labels.Length < 2 || !Array.TrueForAll(labels, IsLabel)) return false;
        pattern = new DomainPattern(name, isWildcard);
        return true;
    }

    /// <summary>Whether the name, as written in an answer of DNS, is meant.</summary>
    public bool Matches(string name)
    {
        var candidate = Normalize(name);
        return IsWildcard
            ? candidate.Length > Name.Length + 1 && candidate.EndsWith("." + Name, StringComparison.Ordinal)
            : candidate == Name;
    }

    /// <summary>The name in its one form: in lower case, without a dot at the end.</summary>
    internal static string Normalize(string name) => (name.EndsWith('.') ? name[..^1] : name).ToLowerInvariant();

    public override string ToString() => IsWildcard ? $"*.{Name}" : Name;

    static bool IsLabel(string label) => label.Length is > 0 and <= 63
        && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
