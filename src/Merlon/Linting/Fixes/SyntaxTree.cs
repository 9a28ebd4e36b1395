using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Merlon.Linting.Fixes;

/// <summary>One YAML document with the extents of its values, for editing its text.</summary>
sealed class SyntaxTree
{
    readonly string _text;
    readonly int[] _lineStarts;

    SyntaxTree(string text)
    {
        _text = text;
        _lineStarts = [0, .. Enumerable.Range(0, text.Length).Where(i => text[i] == '\n').Select(i => i + 1)];
    }

    /// <summary>The outermost value.</summary>
    public SyntaxNode Root { get; private set; } = new(true, 1, 1, 0, 0);

    public string Text => _text;

    /// <summary>
    /// The tree; null where the text has anchors, of which one value may stand in many places, or cannot be parsed.
    /// </summary>
    public static SyntaxTree? Parse(string text)
    {
        var tree = new SyntaxTree(text);
        try
        {
            var parser = new Parser(new StringReader(text));
            while (parser.MoveNext())
            {
                if (parser.Current is not (NodeEvent or AnchorAlias)) continue;
                if (tree.Read(parser) is not { } root) return null;
                tree.Root = root;
                return tree;
            }
        }
        catch (YamlException)
        {
            return null;
        }
        return null;
    }

    public int LineStart(int line) => line <= _lineStarts.Length ? _lineStarts[line - 1] : _text.Length;

    /// <summary>The line that holds the offset, from 1.</summary>
    public int LineAt(int offset)
    {
        var found = Array.BinarySearch(_lineStarts, offset);
        return found >= 0 ? found + 1 : ~found;
    }

    /// <summary>The start of the line after the one that holds the offset; the end of the text after the last.</summary>
    public int NextLine(int offset) => LineStart(LineAt(offset) + 1);

    SyntaxNode? Read(Parser parser)
    {
        if (parser.Current is not NodeEvent { Anchor.IsEmpty: true } current) return null;
        return current switch
        {
            Scalar scalar => New(scalar, isFlow: true, text: scalar.Value, end: scalar.End),
            MappingStart mapping => ReadMapping(parser, New(mapping, mapping.Style == MappingStyle.Flow, isMapping: true)),
            SequenceStart list => ReadSequence(parser, New(list, list.Style == SequenceStyle.Flow, isSequence: true)),
            _ => null,
        };
    }

    SyntaxNode? ReadMapping(Parser parser, SyntaxNode mapping)
    {
        while (parser.MoveNext() && parser.Current is not MappingEnd)
        {
            if (Read(parser) is not { } key) return null;
            if (!parser.MoveNext() || Read(parser) is not { } value) return null;
            mapping.Add(key, value);
        }
        if (mapping.IsFlow) mapping.End = Behind('}', parser);
        return mapping;
    }

    SyntaxNode? ReadSequence(Parser parser, SyntaxNode list)
    {
        while (parser.MoveNext() && parser.Current is not SequenceEnd)
        {
            if (Read(parser) is not { } item) return null;
            list.Add(item);
        }
        if (list.IsFlow) list.End = Behind(']', parser);
        return list;
    }

    // The parser ends a collection before its bracket.
    int Behind(char bracket, Parser parser) => _text.IndexOf(bracket, OffsetOf(parser.Current!.Start)) + 1;

    SyntaxNode New(
        NodeEvent at, bool isFlow, bool isMapping = false, bool isSequence = false, string? text = null, Mark? end = null)
    {
        var start = OffsetOf(at.Start);
        var stop = end is { } mark ? OffsetOf(mark) : start;
        return new SyntaxNode(isFlow, (int)at.Start.Line, (int)at.Start.Column, start, stop)
        {
            IsMapping = isMapping,
            IsSequence = isSequence,
            Text = text,
        };
    }

    int OffsetOf(Mark mark) => Math.Min(LineStart((int)mark.Line) + (int)mark.Column - 1, _text.Length);
}
