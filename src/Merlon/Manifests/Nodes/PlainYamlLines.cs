using System.Text;

namespace Merlon.Manifests.Nodes;

/// <summary>The lines of a text that carry anything: blank ones and comments are passed over.</summary>
sealed class PlainYamlLines(string text, int firstLine)
{
    // Where the line begins, what is left of it begins and ends, and the next one begins.
    int _start;
    int _content;
    int _end;
    int _next;

    /// <summary>The line, from 1.</summary>
    public int Line { get; private set; } = firstLine - 1;

    /// <summary>How many characters stand left of what is left of the line.</summary>
    public int Indent => _content - _start;

    /// <summary>What is left of the line, without spaces at its end.</summary>
    public ReadOnlySpan<char> Content => text.AsSpan(_content, _end - _content);

    public bool IsAtEnd { get; private set; }

    /// <summary>Goes to the first line behind the marker of the document, if it has one. False where there is none.</summary>
    public bool Begin()
    {
        if (!Next()) return false;
        return !(Indent == 0 && Content is "---") || Next();
    }

    /// <summary>Goes to the next line. False where there is none.</summary>
    public bool Next()
    {
        do
        {
            if (_next >= text.Length)
            {
                IsAtEnd = true;
                return false;
            }
            GoTo(_next);
        }
        while (Content is [] or ['#', ..]);
        return true;
    }

    /// <summary>Passes over characters, and the spaces behind them.</summary>
    public void Skip(int length)
    {
        _content += length;
        while (_content < _end && text[_content] == ' ') _content++;
    }

    /// <summary>
    /// Reads the literal block under this line, and goes to the next line behind it. Null where the block is not plain:
    /// empty, begun by an empty line, or ended by the text.
    /// </summary>
    /// <param name="indent">How far left what it belongs to stands.</param>
    /// <param name="isStripped">Whether the last line break does not count.</param>
    public string? ReadLiteral(int indent, bool isStripped)
    {
        if (_next >= text.Length) return null;
        GoTo(_next);
        var block = Indent;
        if (Content.IsEmpty || block <= indent) return null;
        var lines = new StringBuilder();
        var empty = 0;
        while (Content.IsEmpty || Indent >= block)
        {
            // A line break that the text does not end with, and spaces that count.
            if (_next > text.Length || (Content.IsEmpty && LengthOfLine > block)) return null;
            if (Content.IsEmpty) empty++;
            else
            {
                lines.Append('\n', empty).Append(text, _start + block, LengthOfLine - block).Append('\n');
                empty = 0;
            }
            if (_next >= text.Length)
            {
                IsAtEnd = true;
                break;
            }
            GoTo(_next);
        }
        if (!IsAtEnd && Content is ['#', ..] && !Next()) IsAtEnd = true;
        if (!IsAtEnd && Indent > indent) return null;
        if (isStripped) lines.Length--;
        return lines.ToString();
    }

    int LengthOfLine => _next - 1 - _start;

    void GoTo(int start)
    {
        var length = text.AsSpan(start).IndexOf('\n');
        var end = length < 0 ? text.Length : start + length;
        (_start, _content, _end, _next) = (start, start, end, end + 1);
        while (_end > start && text[_end - 1] == ' ') _end--;
        while (_content < _end && text[_content] == ' ') _content++;
        Line++;
    }
}
