using System.Collections.Immutable;

namespace Merlon.Apis.Iptables;

/// <summary>
/// Reads a script as the commands it may run, in order. It runs nothing: a command inside a loop, a condition or a
/// function is there with the doubt whether it runs.
/// </summary>
sealed class ShellReader
{
    readonly ShellLexer _lexer;
    readonly List<ShellCommand> _commands = [];
    readonly Stack<(string Closer, string? Doubt)> _open = [];
    readonly List<ShellWord> _words = [];
    (string Text, int Line)? _document;
    string? _before;

    ShellReader(string text, int firstLine) => _lexer = new ShellLexer(text, firstLine);

    public static List<ShellCommand> Read(string text, int firstLine = 1)
    {
        var reader = new ShellReader(text, firstLine);
        while (reader._lexer.Next() is var (word, isOperator))
        {
            if (!isOperator) reader.Word(word);
            else reader.Operator(word);
        }
        reader.End(null);
        return reader._commands;
    }

    void Word(ShellWord word)
    {
        if (_words.Count > 0 || !word.IsKnown || !Keyword(word)) _words.Add(word);
    }

    bool Keyword(ShellWord word)
    {
        switch (word.Text)
        {
            case "if": return Open("fi", word);
            case "for" or "while" or "until" or "select":
                Open("done", word);
                // The names and values of the loop are no command.
                if (word.Text is "for" or "select") SkipTo("do");
                return true;
            case "case":
                Open("esac", word);
                SkipTo("in");
                return true;
            case "function":
                SkipTo("{");
                return Open("}", word);
            case "{": return Open("}", null);
            case "fi" or "done" or "esac" or "}":
                if (_open.Count > 0 && _open.Peek().Closer == word.Text) _open.Pop();
                return true;
            default: return word.Text is "then" or "else" or "elif" or "do" or "!" or "$" or "time" or "exec";
        }
    }

    bool Open(string closer, ShellWord? word)
    {
        _open.Push((closer, word is { } known ? $"the `{known}` on line {known.Line}" : null));
        return true;
    }

    void SkipTo(string text)
    {
        while (_lexer.Next() is var (word, _) && word.Text != text)
        {
        }
    }

    void Operator(ShellWord sign)
    {
        switch (sign.Text)
        {
            case "&&" or "||" or "|": End(sign.Text); break;
            case ">" or ">>" or "&>" or "<" or ">&" or "<&" or "<<<": Redirect(sign); break;
            case "<<" or "<<-":
                if (_lexer.Next() is var (mark, _)) _document = _lexer.Document(mark.Text);
                break;
            case "(" when _words is [var name]: Function(name); break;
            case "(": Open(")", null); break;
            case ")" when _open.Count > 0 && _open.Peek().Closer == "esac": _words.Clear(); break;
            case ")":
                End(null);
                if (_open.Count > 0 && _open.Peek().Closer == ")") _open.Pop();
                break;
            default: End(null); break;
        }
    }

    void Function(ShellWord name)
    {
        _words.Clear();
        SkipTo("{");
        _open.Push(("}", $"the function `{name}` of line {name.Line}"));
    }

    // `2>file` leaves its number as a word in front; the file is no word of the command.
    void Redirect(ShellWord sign)
    {
        if (_words is [.., { Text: "1" or "2" } number] && (number.Line, number.Column + 1) == (sign.Line, sign.Column))
        {
            _words.RemoveAt(_words.Count - 1);
        }
        _lexer.Next();
    }

    void End(string? joint)
    {
        if (_words.Count > 0)
        {
            var doubt = _open.Select(block => block.Doubt).FirstOrDefault(found => found is not null);
            _commands.Add(new ShellCommand([.. _words], doubt, _before, _document));
        }
        _words.Clear();
        _document = null;
        _before = joint;
    }
}
