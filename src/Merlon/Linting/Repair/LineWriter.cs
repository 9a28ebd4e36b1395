using System.Text;

namespace Merlon.Linting.Repair;

/// <summary>Writes lines, and knows which one it is at.</summary>
/// <param name="keepsLines">Whether what is written goes to the line where it was read, and comments are left out.</param>
sealed class LineWriter(bool keepsLines)
{
    readonly StringBuilder _text = new();
    int _line = 1;

    public void Append(string text) => _text.Append(text);

    public void EndLine()
    {
        _text.Append('\n');
        _line++;
    }

    /// <summary>Begins a line of the object, behind its comments.</summary>
    public void BeginLine(int indent, int number, IReadOnlyList<string> comments)
    {
        if (keepsLines)
        {
            while (_line < number) EndLine();
        }
        else
        {
            foreach (var comment in comments)
            {
                _text.Append(' ', indent).Append(comment);
                EndLine();
            }
        }
        _text.Append(' ', indent);
    }

    /// <summary>What was written.</summary>
    public override string ToString() => _text.ToString();
}
