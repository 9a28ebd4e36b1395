using System.Diagnostics.CodeAnalysis;

namespace Merlon.Apis.Iptables;

/// <summary>Reads the words of a command from left to right.</summary>
sealed class WordCursor(IReadOnlyList<ShellWord> words, int start)
{
    int _at = start;

    public bool IsAtEnd => _at >= words.Count;

    public ShellWord Next() => words[_at++];

    /// <summary>The next word, where there is one that is no option.</summary>
    public bool TryValue(out ShellWord value)
    {
        value = default;
        if (IsAtEnd || IsOption(words[_at]) || words[_at] is { Text: "!", IsKnown: true }) return false;
        value = Next();
        return true;
    }

    /// <summary>The next word, where it is a number.</summary>
    public bool TryNumber([NotNullWhen(true)] out int? number)
    {
        number = null;
        if (IsAtEnd || !int.TryParse(words[_at].Text, out var found)) return false;
        _at++;
        number = found;
        return true;
    }

    /// <summary>Whether the next word is this one, which is then read.</summary>
    public bool TryTake(string text)
    {
        if (IsAtEnd || words[_at].Text != text) return false;
        _at++;
        return true;
    }

    static bool IsOption(ShellWord word) => word.Text.Length > 1 && word.Text[0] == '-' && !char.IsAsciiDigit(word.Text[1]);
}
