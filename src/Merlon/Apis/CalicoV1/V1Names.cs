using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Merlon.Apis.CalicoV1;

/// <summary>Names of v1 as names of v3.</summary>
static partial class V1Names
{
    /// <summary>Why the text is no name of v1; null where it is.</summary>
    public static string? FaultOf(string name) => Name().IsMatch(name) ? null : "not letters, digits, `_`, `.` and `-`, at most 128";

    /// <summary>
    /// The name in lower case with hyphens only; one that had to change ends in a piece of the hash of what it was, so
    /// that two names stay two.
    /// </summary>
    public static string Convert(string name)
    {
        var text = Other().Replace(name.ToLowerInvariant().Replace('/', '.'), "-");
        text = AroundDots().Replace(text, ".").Trim('.', '-').Replace('.', '-');
        if (text == name) return text;
        return $"{text}-{HashOf(name)[..8]}";
    }

#pragma warning disable CA5350 // Calico's own conversion uses this hash, only to keep names apart.
    static string HashOf(string name) => System.Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(name)));
#pragma warning restore CA5350

    [GeneratedRegex(@"\A[a-zA-Z0-9_.-]{1,128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex("[^a-z0-9.-]", RegexOptions.CultureInvariant)]
    private static partial Regex Other();

    [GeneratedRegex(@"[-.]*\.[-.]*", RegexOptions.CultureInvariant)]
    private static partial Regex AroundDots();
}
