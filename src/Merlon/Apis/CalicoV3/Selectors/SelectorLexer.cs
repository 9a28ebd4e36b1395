using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Merlon.Apis.CalicoV3.Selectors;

/// <summary>
/// Cuts a selector into tokens. Words are labels, unless they follow a label: there only an operator may stand.
/// </summary>
ref struct SelectorLexer
{
    const int MaxLabel = 512;

    static readonly FrozenSet<string> Calls = new[] { "has", "all", "global" }.ToFrozenSet(StringComparer.Ordinal);

    readonly ReadOnlySpan<char> _text;
    readonly ImmutableArray<SelectorToken>.Builder _tokens = ImmutableArray.CreateBuilder<SelectorToken>();
    int _at;

    SelectorLexer(ReadOnlySpan<char> text) => _text = text;

    /// <summary>The tokens, the last of which is <see cref="SelectorTokenKind.End"/>.</summary>
    /// <exception cref="SelectorSyntaxException">A character is out of place.</exception>
    public static ImmutableArray<SelectorToken> Tokenize(ReadOnlySpan<char> text)
    {
        var lexer = new SelectorLexer(text);
        while (lexer.Next())
        {
        }
        return lexer._tokens.ToImmutable();
    }

    readonly bool FollowsLabel => _tokens.Count > 0 && _tokens[^1].Kind == SelectorTokenKind.Label;

    readonly char At(int index) => index < _text.Length ? _text[index] : '\0';

    bool Next()
    {
        SkipBlanks();
        if (_at >= _text.Length) return Add(SelectorTokenKind.End, 0, false);
        var second = At(_at + 1);
        return (_text[_at], second) switch
        {
            ('(', _) => Add(SelectorTokenKind.OpenParenthesis, 1),
            (')', _) => Add(SelectorTokenKind.CloseParenthesis, 1),
            ('{', _) => Add(SelectorTokenKind.OpenBrace, 1),
            ('}', _) => Add(SelectorTokenKind.CloseBrace, 1),
            (',', _) => Add(SelectorTokenKind.Comma, 1),
            ('=', '=') => Add(SelectorTokenKind.Equal, 2),
            ('=', _) => throw Fault("one `=` is no operator: write `==`"),
            ('!', '=') => Add(SelectorTokenKind.NotEqual, 2),
            ('!', _) => Add(SelectorTokenKind.Not, 1),
            ('&', '&') => Add(SelectorTokenKind.And, 2),
            ('&', _) => throw Fault("one `&` is no operator: write `&&`"),
            ('|', '|') => Add(SelectorTokenKind.Or, 2),
            ('|', _) => throw Fault("one `|` is no operator: write `||`"),
            ('"' or '\'', _) => AddString(),
            var (first, _) when !IsLabelCharacter(first) => throw Fault(Unexpected(first)),
            _ => FollowsLabel ? AddOperator() : AddLabelOrCall(),
        };
    }

    bool Add(SelectorTokenKind kind, int length, bool goOn = true)
    {
        _tokens.Add(new SelectorToken(kind, "", _at));
        _at += length;
        return goOn;
    }

    bool AddString()
    {
        var quote = _text[_at];
        var length = _text[(_at + 1)..].IndexOf(quote);
        if (length < 0) throw Fault($"the text that starts here has no closing {quote}");
        _tokens.Add(new SelectorToken(SelectorTokenKind.String, _text.Slice(_at + 1, length).ToString(), _at));
        _at += length + 2;
        return true;
    }

    // `in{`, `in"x"` and `startswith"x"` are fine: only a longer word is another one.
    bool AddOperator()
    {
        var word = WordAt(_at);
        switch (word)
        {
            case "contains": return Add(SelectorTokenKind.Contains, word.Length);
            case "in": return Add(SelectorTokenKind.In, word.Length);
            case "notin": return Add(SelectorTokenKind.NotIn, word.Length);
            case "startswith": return Add(SelectorTokenKind.StartsWith, word.Length);
            case "endswith": return Add(SelectorTokenKind.EndsWith, word.Length);
        }
        var second = _at + word.Length;
        while (At(second) is ' ' or '\t') second++;
        var end = second + WordAt(second).Length;
        return (word, WordAt(second)) switch
        {
            ("not", "in") => Add(SelectorTokenKind.NotIn, end - _at),
            ("starts", "with") => Add(SelectorTokenKind.StartsWith, end - _at),
            ("ends", "with") => Add(SelectorTokenKind.EndsWith, end - _at),
            ("starts" or "ends", _) => throw Fault($"`{word}` needs `with` behind it"),
            _ => throw Fault(
                $"behind the label `{_tokens[^1].Text}` an operator is missing: ==, !=, in, not in, contains, "
                    + "starts with or ends with"),
        };
    }

    bool AddLabelOrCall()
    {
        var end = _at;
        while (end - _at < MaxLabel && IsLabelCharacter(At(end))) end++;
        var word = _text[_at..end].ToString();
        if (At(end) == '(' && Calls.Contains(word)) return AddCall(word, end + 1);
        if (IsLabelCharacter(At(end))) throw Fault($"a label has at most {MaxLabel} characters");
        _tokens.Add(new SelectorToken(SelectorTokenKind.Label, word, _at));
        _at = end;
        return true;
    }

    bool AddCall(string name, int argument)
    {
        var start = _at;
        _at = argument;
        SkipBlanks();
        var key = "";
        if (name == "has")
        {
            var end = _at;
            while (end - _at < MaxLabel && IsLabelCharacter(At(end))) end++;
            key = _text[_at..end].ToString();
            if (key.Length == 0) throw Fault("`has(` needs a label");
            _at = end;
            SkipBlanks();
        }
        if (At(_at) != ')') throw Fault($"`{name}(` has no closing `)` here");
        _at++;
        var kind = name switch
        {
            "has" => SelectorTokenKind.Has,
            "all" => SelectorTokenKind.All,
            _ => SelectorTokenKind.Global,
        };
        _tokens.Add(new SelectorToken(kind, key, start));
        return true;
    }

    void SkipBlanks()
    {
        while (At(_at) is ' ' or '\t') _at++;
    }

    readonly string WordAt(int start)
    {
        var end = start;
        while (char.IsAsciiLetterOrDigit(At(end)) || At(end) == '_') end++;
        return _text[start..end].ToString();
    }

    static bool IsLabelCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '/' or '-';

    static string Unexpected(char c) => c is '\n' or '\r'
        ? "a selector stands on one line, and here it breaks"
        : $"`{c}` cannot stand here";

    readonly SelectorSyntaxException Fault(string message) => new(message, _at);
}
