using System.Buffers;

namespace Merlon.Manifests.Nodes;

/// <summary>
/// Reads a document in the form that <c>kubectl get -o yaml</c> writes and most people write by hand: block mappings and
/// lists, one line a value, text as it stands or simply quoted, literal blocks. Gives up at anything else, and at every
/// mistake: the YAML library reads what it does not. What it does read, it reads as the library does, which tests hold.
/// </summary>
sealed class PlainYaml
{
    // The library gives up on keys of 1,024 characters.
    const int LongestKey = 1_000;

    static readonly SearchValues<char> Printable =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code), '\n']);

    static readonly SearchValues<char> InKeys =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-");

    static readonly SearchValues<char> AtStartOfText =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./+~$(=<");

    readonly PlainYamlLines _lines;
    readonly ManifestLimits _limits;
    int _nodes;

    PlainYaml(string text, int firstLine, ManifestLimits limits) =>
        (_lines, _limits) = (new PlainYamlLines(text, firstLine), limits);

    /// <summary>The root of the document; null where it takes more than this to read it.</summary>
    public static Node? Read(string text, int firstLine, ManifestLimits limits)
    {
        if (text.AsSpan().ContainsAnyExcept(Printable)) return null;
        var reader = new PlainYaml(text, firstLine, limits);
        if (!reader._lines.Begin() || reader._lines.Indent != 0) return null;
        var root = reader.ReadMapping(0);
        return root is not null && reader._lines.IsAtEnd && reader._nodes <= limits.MaxNodes ? root : null;
    }

    // Every reader of a value begins at its first character, and ends at the next line that has any.
    MappingNode? ReadMapping(int depth)
    {
        if (depth >= _limits.MaxDepth - 1) return null;
        var indent = _lines.Indent;
        var mapping = new MappingNode(_lines.Line, indent + 1);
        _nodes++;
        do
        {
            if (KeyLength() is not (> 0 and var length) || KeyOf(_lines.Content[..length]) is not { } key) return null;
            if (mapping.Contains(key)) return null;
            var line = _lines.Line;
            _nodes++;
            _lines.Skip(length + 1);
            var value = _lines.Content.IsEmpty ? ReadBelow(indent, depth + 1) : ReadScalar(indent);
            if (value is null) return null;
            mapping.Add(new MappingNode.Field(key, line, indent + 1, value));
        }
        while (!_lines.IsAtEnd && _lines.Indent == indent);
        return _lines.IsAtEnd || _lines.Indent < indent ? mapping : null;
    }

    // What stands on the lines under a key: a list may stand as far left as the key.
    Node? ReadBelow(int indent, int depth)
    {
        if (!_lines.Next() || _lines.Indent < indent) return null;
        if (IsItem) return ReadSequence(depth);
        return _lines.Indent > indent ? ReadMapping(depth) : null;
    }

    SequenceNode? ReadSequence(int depth)
    {
        if (depth >= _limits.MaxDepth - 1) return null;
        var indent = _lines.Indent;
        var sequence = new SequenceNode(_lines.Line, indent + 1);
        _nodes++;
        do
        {
            _lines.Skip(1);
            Node? item = KeyLength() > 0 ? ReadMapping(depth + 1) : ReadScalar(indent);
            if (item is null) return null;
            sequence.Add(item);
        }
        while (!_lines.IsAtEnd && _lines.Indent == indent && IsItem);
        return _lines.IsAtEnd || _lines.Indent <= indent ? sequence : null;
    }

    bool IsItem => _lines.Content.StartsWith("- ");

    // The length of the key that the line goes on with; 0 where it is none.
    int KeyLength()
    {
        var content = _lines.Content;
        if (content.IsEmpty || !(char.IsAsciiLetter(content[0]) || content[0] == '_')) return 0;
        var length = content.IndexOfAnyExcept(InKeys);
        if (length is < 0 or > LongestKey || content[length] != ':') return 0;
        return length + 1 == content.Length || content[length + 1] == ' ' ? length : 0;
    }

    // Words that are no text are other keys once they are JSON.
    static string? KeyOf(ReadOnlySpan<char> text)
    {
        if (PlainYamlWords.TryGet(text) is { } known) return known;
        var key = text.ToString();
        return YamlScalar.Resolve(key) == ScalarType.String ? key : null;
    }

    /// <param name="indent">How far left what it belongs to stands: text goes on with lines that stand further right.</param>
    Node? ReadScalar(int indent)
    {
        var content = _lines.Content;
        var (line, column) = (_lines.Line, _lines.Indent + 1);
        _nodes++;
        if (content is "|" or "|-")
        {
            return _lines.ReadLiteral(indent, isStripped: content.Length == 2) is { } text
                ? new ScalarNode(ScalarType.String, text, line, column)
                : null;
        }
        Node? value = content switch
        {
            "{}" => new MappingNode(line, column),
            "[]" => new SequenceNode(line, column),
            ['"', .. var inner, '"'] when !inner.ContainsAny('"', '\\') => Quoted(inner, line, column),
            ['\'', .. var inner, '\''] when !inner.Contains('\'') => Quoted(inner, line, column),
            _ => IsPlain(content) ? Plain(content, line, column) : null,
        };
        return !_lines.Next() || _lines.Indent <= indent ? value : null;
    }

    static bool IsPlain(ReadOnlySpan<char> content) =>
        (content is ['-', not ' ', ..] || (content.Length > 0 && AtStartOfText.Contains(content[0])))
        && content[^1] != ':'
        && content.IndexOf(": ") < 0
        && content.IndexOf(" #") < 0;

    static ScalarNode Plain(ReadOnlySpan<char> content, int line, int column)
    {
        var text = PlainYamlWords.TryGet(content) ?? content.ToString();
        return new ScalarNode(YamlScalar.Resolve(text), text, line, column) { TextColumn = column };
    }

    static ScalarNode Quoted(ReadOnlySpan<char> inner, int line, int column) =>
        new(ScalarType.String, inner.ToString(), line, column) { TextColumn = column + 1 };
}
