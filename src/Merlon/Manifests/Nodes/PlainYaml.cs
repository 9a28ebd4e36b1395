using System.Buffers;

namespace Merlon.Manifests.Nodes;

/// <summary>
/// Reads a document in the form that <c>kubectl get -o yaml</c> writes and most people write by hand: block mappings and
/// lists, one line a value, text as it stands or simply quoted, braces and brackets that close on their line, comments,
/// literal blocks. Gives up at anything else, and at every mistake: the YAML library reads what it does not. What it does
/// read, it reads as the library does, which tests hold.
/// </summary>
sealed class PlainYaml
{
    static readonly SearchValues<char> Printable =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code), '\n']);

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
            var length = PlainYamlKeys.LengthAtStart(_lines.Content);
            if (length == 0 || PlainYamlKeys.Read(_lines.Content[..length]) is not { } key || mapping.Contains(key)) return null;
            var line = _lines.Line;
            _nodes++;
            _lines.Skip(length + 1);
            var value = _lines.Content is [] or ['#', ..] ? ReadBelow(indent, depth + 1) : ReadValue(indent, depth + 1);
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
            Node? item = PlainYamlKeys.LengthAtStart(_lines.Content) > 0 ? ReadMapping(depth + 1) : ReadValue(indent, depth + 1);
            if (item is null) return null;
            sequence.Add(item);
        }
        while (!_lines.IsAtEnd && _lines.Indent == indent && IsItem);
        return _lines.IsAtEnd || _lines.Indent <= indent ? sequence : null;
    }

    bool IsItem => _lines.Content.StartsWith("- ");

    /// <param name="indent">How far left what it belongs to stands: text goes on with lines that stand further right.</param>
    /// <param name="depth">How many collections it stands in.</param>
    Node? ReadValue(int indent, int depth)
    {
        var content = _lines.Content;
        var (line, column) = (_lines.Line, _lines.Indent + 1);
        if (content is "|" or "|-")
        {
            _nodes++;
            return _lines.ReadLiteral(indent, isStripped: content.Length == 2) is { } text
                ? new ScalarNode(ScalarType.String, text, line, column)
                : null;
        }
        var reader = new PlainYamlValue(content, line, column, _limits);
        var value = reader.Read(depth);
        _nodes += reader.Nodes;
        return !_lines.Next() || _lines.Indent <= indent ? value : null;
    }
}
