using System.Text;

namespace Merlon.Apis.Iptables;

/// <summary>Cuts a script to words, operators and line ends. Knows quotes, continued lines and comments.</summary>
sealed class ShellLexer(string text, int firstLine)
{
    int _at;
    int _line = firstLine;
    int _lineStart;

    /// <summary>The place after the last token.</summary>
    public int Line => _line;

    /// <summary>The next token; null at the end. An operator or line end comes with <c>IsOperator</c>.</summary>
    public (ShellWord Word, bool IsOperator)? Next()
    {
        SkipBlanks();
        if (_at >= text.Length) return null;
        var (line, column, start) = (_line, _at - _lineStart + 1, _at);
        if (text[_at] == '\n')
        {
            NewLine();
            return (new ShellWord("\n", line, column, true), true);
        }
        if (Operator() is { } length)
        {
            _at += length;
            return (new ShellWord(text.Substring(start, length), line, column, true), true);
        }
        var (word, isKnown) = Word();
        return (new ShellWord(word, line, column, isKnown), false);
    }

    /// <summary>The lines of a here-document that starts on the next line, up to its end mark.</summary>
    public (string Text, int Line) Document(string mark)
    {
        var eol = text.IndexOf('\n', _at);
        // The rest of the line of the command is read after the document.
        if (eol < 0) return ("", _line);
        var (lines, first, at) = (new StringBuilder(), _line + 1, eol + 1);
        while (at < text.Length)
        {
            var end = text.IndexOf('\n', at);
            var line = text[at..(end < 0 ? text.Length : end)];
            at = end < 0 ? text.Length : end + 1;
            if (line.Trim() == mark) break;
            lines.Append(line).Append('\n');
        }
        _skipTo = at;
        return (lines.ToString(), first);
    }

    int _skipTo;

    void NewLine()
    {
        _at++;
        _line++;
        _lineStart = _at;
        while (_skipTo > _at)
        {
            if (text[_at++] != '\n') continue;
            _line++;
            _lineStart = _at;
        }
        _skipTo = 0;
    }

    void SkipBlanks()
    {
        while (_at < text.Length)
        {
            if (text[_at] is ' ' or '\t' or '\r') _at++;
            else if (IsContinuation()) SkipContinuation();
            else if (text[_at] == '#')
            {
                while (_at < text.Length && text[_at] != '\n') _at++;
            }
            else return;
        }
    }

    bool IsContinuation() =>
        text[_at] == '\\' && (text.AsSpan(_at + 1).StartsWith("\n") || text.AsSpan(_at + 1).StartsWith("\r\n"));

    void SkipContinuation()
    {
        _at = text.IndexOf('\n', _at) + 1;
        _line++;
        _lineStart = _at;
    }

    int? Operator()
    {
        foreach (var candidate in new[] { "<<<", "<<-", "&&", "||", ";;", "<<", ">>", "&>", ">&", "<&" })
        {
            if (string.CompareOrdinal(text, _at, candidate, 0, candidate.Length) == 0) return candidate.Length;
        }
        return text[_at] is ';' or '&' or '|' or '<' or '>' or '(' or ')' ? 1 : null;
    }

    (string Word, bool IsKnown) Word()
    {
        var word = new StringBuilder();
        var isKnown = true;
        while (_at < text.Length)
        {
            var c = text[_at];
            if (c is ' ' or '\t' or '\r' or '\n' or ';' or '&' or '|' or '<' or '>' or '(' or ')') break;
            if (IsContinuation()) SkipContinuation();
            else if (c == '\\' && _at + 1 < text.Length) Take(word, 1, 1);
            else if (c is '\'' or '"') isKnown &= Quoted(word, c);
            else if (c is '$' or '`' && Expansion(word)) isKnown = false;
            else
            {
                isKnown &= c is not ('*' or '?');
                Take(word, 0, 1);
            }
        }
        return (word.ToString(), isKnown);
    }

    void Take(StringBuilder word, int skip, int count)
    {
        _at += skip;
        for (; count > 0 && _at < text.Length; count--) Append(word, text[_at++]);
    }

    void Append(StringBuilder word, char c)
    {
        word.Append(c);
        if (c != '\n') return;
        _line++;
        _lineStart = _at;
    }

    bool Quoted(StringBuilder word, char quote)
    {
        var isKnown = true;
        _at++;
        while (_at < text.Length && text[_at] != quote)
        {
            if (quote == '"' && IsContinuation()) SkipContinuation();
            else if (quote == '"' && text[_at] == '\\' && _at + 1 < text.Length) Take(word, 1, 1);
            else if (quote == '"' && text[_at] is '$' or '`' && Expansion(word)) isKnown = false;
            else Take(word, 0, 1);
        }
        _at++;
        return isKnown;
    }

    // `$name`, `${...}`, `$(...)` or backquotes, taken as written; false for a dollar that stands by itself.
    bool Expansion(StringBuilder word)
    {
        var next = _at + 1 < text.Length ? text[_at + 1] : '\0';
        if (text[_at] == '`') TakeTo(word, '`', '`');
        else if (next == '{') TakeTo(word, '{', '}');
        else if (next == '(') TakeTo(word, '(', ')');
        else if (char.IsAsciiLetterOrDigit(next) || next is '_' or '@' or '*' or '#' or '?' or '!')
        {
            Take(word, 0, 2);
            while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_')) Take(word, 0, 1);
        }
        else return false;
        return true;
    }

    void TakeTo(StringBuilder word, char open, char close)
    {
        Take(word, 0, open == close ? 1 : 2);
        for (var depth = 1; _at < text.Length && depth > 0;)
        {
            if (text[_at] == close) depth--;
            else if (text[_at] == open) depth++;
            Take(word, 0, 1);
        }
    }
}
