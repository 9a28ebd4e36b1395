using System.Buffers;

namespace Merlon.Manifests.Nodes;

/// <summary>
/// Reads a value that stands on one line: text as it stands or simply quoted, collections in braces and brackets, and a
/// comment behind it.
/// </summary>
ref struct PlainYamlValue(ReadOnlySpan<char> content, int line, int column, ManifestLimits limits)
{
    static readonly SearchValues<char> AtStartOfText =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./+~$(=<");

    // Of text between brackets: what ends it there, and what is seldom in text, is left out.
    static readonly SearchValues<char> InBrackets =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./+~$()=<>@;^%*-: ");

    readonly ReadOnlySpan<char> _content = content;
    readonly int _line = line;
    readonly int _column = column;
    readonly ManifestLimits _limits = limits;
    int _at;

    /// <summary>How many values and keys were read.</summary>
    public int Nodes { get; private set; }

    /// <summary>The value; null where it takes more than this to read it.</summary>
    /// <param name="depth">How many collections it stands in.</param>
    public Node? Read(int depth)
    {
        var value = _content switch
        {
            ['{' or '[' or '"' or '\'', ..] => ReadBracketed(depth),
            _ => ReadPlain(WithoutComment(_content)),
        };
        return value is not null && IsAtEnd ? value : null;
    }

    static ReadOnlySpan<char> WithoutComment(ReadOnlySpan<char> text)
    {
        var comment = text.IndexOf(" #");
        return comment < 0 ? text : text[..comment].TrimEnd(' ');
    }

    readonly bool IsAtEnd => _at == _content.Length || (_content[_at] == '#' && _content[_at - 1] == ' ');

    Node? ReadBracketed(int depth) => _at == _content.Length
        ? null
        : _content[_at] switch
        {
            '{' => ReadMapping(depth),
            '[' => ReadSequence(depth),
            '"' or '\'' => ReadQuoted(),
            _ => ReadPlain(TextInBrackets()),
        };

    MappingNode? ReadMapping(int depth)
    {
        if (depth >= _limits.MaxDepth - 1) return null;
        var mapping = new MappingNode(_line, _column + _at);
        Nodes++;
        Skip(1);
        if (TrySkip('}')) return mapping;
        do
        {
            var at = _column + _at;
            var length = PlainYamlKeys.LengthAtStart(_content[_at..]);
            if (length == 0 || PlainYamlKeys.Read(_content.Slice(_at, length)) is not { } key || mapping.Contains(key)) return null;
            Nodes++;
            Skip(length + 1);
            if (ReadBracketed(depth + 1) is not { } value) return null;
            mapping.Add(new MappingNode.Field(key, _line, at, value));
        }
        while (TrySkip(','));
        return TrySkip('}') ? mapping : null;
    }

    SequenceNode? ReadSequence(int depth)
    {
        if (depth >= _limits.MaxDepth - 1) return null;
        var sequence = new SequenceNode(_line, _column + _at);
        Nodes++;
        Skip(1);
        if (TrySkip(']')) return sequence;
        do
        {
            if (ReadBracketed(depth + 1) is not { } item) return null;
            sequence.Add(item);
        }
        while (TrySkip(','));
        return TrySkip(']') ? sequence : null;
    }

    ScalarNode? ReadQuoted()
    {
        var quote = _content[_at];
        var rest = _content[(_at + 1)..];
        var length = rest.IndexOf(quote);
        if (length < 0) return null;
        var inner = rest[..length];
        // Escapes; in single quotes, a quote is written twice.
        if (quote == '"' ? inner.Contains('\\') : rest[(length + 1)..] is ['\'', ..]) return null;
        var text = PlainYamlWords.TryGet(inner) ?? inner.ToString();
        var value = new ScalarNode(ScalarType.String, text, _line, _column + _at) { TextColumn = _column + _at + 1 };
        Nodes++;
        Skip(length + 2);
        return value;
    }

    ScalarNode? ReadPlain(ReadOnlySpan<char> text)
    {
        var isPlain = (text is ['-', not ' ', ..] || (text.Length > 0 && AtStartOfText.Contains(text[0])))
            && text[^1] != ':'
            && text.IndexOf(": ") < 0;
        if (!isPlain) return null;
        var word = PlainYamlWords.TryGet(text) ?? text.ToString();
        var value = new ScalarNode(YamlScalar.Resolve(word), word, _line, _column + _at) { TextColumn = _column + _at };
        Nodes++;
        Skip(text.Length);
        return value;
    }

    readonly ReadOnlySpan<char> TextInBrackets()
    {
        var rest = _content[_at..];
        var length = rest.IndexOfAnyExcept(InBrackets);
        return (length < 0 ? rest : rest[..length]).TrimEnd(' ');
    }

    bool TrySkip(char mark)
    {
        if (_at == _content.Length || _content[_at] != mark) return false;
        Skip(1);
        return true;
    }

    // Passes over characters, and the spaces behind them.
    void Skip(int length)
    {
        _at += length;
        while (_at < _content.Length && _content[_at] == ' ') _at++;
    }
}
