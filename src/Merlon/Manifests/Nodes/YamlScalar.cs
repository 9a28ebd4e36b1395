using System.Buffers;
using System.Globalization;

namespace Merlon.Manifests.Nodes;

/// <summary>
/// Decides what an unquoted scalar means, as the YAML library of kubectl and the API server does: YAML 1.1 words
/// (<c>yes</c>, <c>on</c>), octal and binary numbers included.
/// </summary>
static class YamlScalar
{
    // Beyond it, doubles are not exact.
    const double LargestExact = 1L << 53;

    static readonly SearchValues<char> FloatCharacters = SearchValues.Create("0123456789.eE+-");

    public static ScalarType Resolve(string text)
    {
        if (text.Length == 0) return ScalarType.Null;
        switch (text)
        {
            case "~" or "null" or "Null" or "NULL":
                return ScalarType.Null;
            case "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "true" or "True" or "TRUE":
            case "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "false" or "False" or "FALSE":
                return ScalarType.Boolean;
            case ".nan" or ".NaN" or ".NAN" or ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" or "-.inf"
                or "-.Inf" or "-.INF":
                return ScalarType.Float;
        }
        if (text[0] is not ((>= '0' and <= '9') or '-' or '+' or '.')) return ScalarType.String;
        if (TryInteger(text, out _)) return ScalarType.Integer;
        return TryFloat(text.Replace("_", "", StringComparison.Ordinal), out _) ? ScalarType.Float : ScalarType.String;
    }

    /// <summary>Which of the two truth values a Boolean is.</summary>
    public static bool IsTrue(string text) => text[0] is 't' or 'T' or 'y' or 'Y' || text is "on" or "On" or "ON";

    /// <summary>
    /// Reads decimal, <c>0x</c>, <c>0b</c>, <c>0o</c> and leading-zero octal, with optional underscores, and floats
    /// that are whole: <c>80.0</c> is 80 once it is JSON.
    /// </summary>
    public static bool TryInteger(string text, out long value)
    {
        var plain = text.Replace("_", "", StringComparison.Ordinal);
        return TryDigits(plain, out value) || TryWhole(plain, out value);
    }

    static bool TryWhole(string text, out long value)
    {
        value = 0;
        if (!TryFloat(text, out var number) || number != Math.Truncate(number) || Math.Abs(number) > LargestExact)
        {
            return false;
        }
        value = (long)number;
        return true;
    }

    static bool TryDigits(ReadOnlySpan<char> digits, out long value)
    {
        value = 0;
        var negative = digits is ['-', ..];
        if (digits is ['-' or '+', ..]) digits = digits[1..];
        if (digits.IsEmpty) return false;
        var ok = digits switch
        {
            ['0', 'x' or 'X', .. var hex] =>
                long.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
                    && value >= 0,
            ['0', 'b' or 'B', .. var bits] =>
                long.TryParse(bits, NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out value)
                    && value >= 0,
            ['0', 'o' or 'O', .. var octal] => TryOctal(octal, out value),
            ['0', _, ..] => TryOctal(digits[1..], out value),
            _ => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value),
        };
        if (negative) value = -value;
        return ok;
    }

    static bool TryOctal(ReadOnlySpan<char> digits, out long value)
    {
        value = 0;
        if (digits.IsEmpty || digits.Length > 20) return false;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7') return false;
            value = (value << 3) | (uint)(digit - '0');
        }
        return value >= 0;
    }

    // [-+]? digits [. digits] [exponent], with at least one digit and nothing else.
    static bool TryFloat(string text, out double value)
    {
        value = 0;
        var rest = text.AsSpan();
        if (rest is ['-' or '+', ..]) rest = rest[1..];
        if (rest.IsEmpty || rest.IndexOfAnyExcept(FloatCharacters) >= 0 || rest[0] is not ((>= '0' and <= '9') or '.'))
        {
            return false;
        }
        return double.TryParse(
            rest, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value);
    }
}
