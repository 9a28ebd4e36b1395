using System.Text;
using System.Text.Json;
using Merlon.Diagnostics;

namespace Merlon.Manifests.Nodes;

/// <summary>Builds the trees of the JSON values in a text, one after the other, within limits.</summary>
static class JsonTreeBuilder
{
    /// <summary>The values without a fault, up to where the text is JSON no more.</summary>
    public static (IReadOnlyList<Node> Roots, IReadOnlyList<DocumentFault> Faults) Build(
        ReadOnlySpan<byte> source, int firstLine, ManifestLimits limits)
    {
        var roots = new List<Node>();
        var faults = new List<DocumentFault>();
        var options = new JsonReaderOptions { MaxDepth = limits.MaxDepth, AllowMultipleValues = true };
        var reader = new Utf8JsonReader(source, options);
        var position = new LineCounter(source, firstLine);
        var open = new Stack<(Node Collection, MappingNode.Field Key)>();
        var key = default(MappingNode.Field);
        int nodes = 0, faultsBefore = 0;
        try
        {
            while (reader.Read())
            {
                var (line, column) = position.At(reader.TokenStartIndex);
                if (++nodes > limits.MaxNodes)
                {
                    faults.Add(new DocumentFault(
                        DiagnosticCodes.InputLimit,
                        $"more than {limits.MaxNodes:N0} values in one document",
                        line,
                        column));
                    break;
                }
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        key = new MappingNode.Field(reader.GetString()!, line, column, null!);
                        break;
                    case JsonTokenType.StartObject:
                        open.Push((new MappingNode(line, column), key));
                        break;
                    case JsonTokenType.StartArray:
                        open.Push((new SequenceNode(line, column), key));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        var (closed, closedKey) = open.Pop();
                        Add(closed, closedKey);
                        break;
                    default:
                        Add(Scalar(ref reader, line, column), key);
                        break;
                }
            }
        }
        catch (InvalidOperationException)
        {
            // A string with half a surrogate pair is well-formed JSON and no text.
            var (line, column) = position.At(reader.TokenStartIndex);
            faults.Add(new DocumentFault(DiagnosticCodes.YamlEncoding, "the string is not Unicode text", line, column));
        }
        catch (JsonException e)
        {
            var code = reader.CurrentDepth >= limits.MaxDepth ? DiagnosticCodes.InputLimit : DiagnosticCodes.YamlSyntax;
            var (line, column) = position.At(OffsetOf(source, e.LineNumber ?? 0, e.BytePositionInLine ?? 0));
            var what = code == DiagnosticCodes.InputLimit
                ? $"nested deeper than {limits.MaxDepth} levels"
                : "not valid JSON here";
            faults.Add(new DocumentFault(code, what, line, column));
        }
        return (roots, faults);

        void Add(Node node, MappingNode.Field field)
        {
            if (!open.TryPeek(out var parent))
            {
                AddRoot(node);
            }
            else if (parent.Collection is SequenceNode sequence)
            {
                sequence.Add(node);
            }
            else if (parent.Collection is MappingNode mapping && !mapping.Contains(field.Key))
            {
                mapping.Add(field with { Value = node });
            }
            else
            {
                faults.Add(new DocumentFault(
                    DiagnosticCodes.YamlDuplicateKey,
                    $"key `{field.Key}` stands twice in one object: tools keep either value, or refuse",
                    field.Line,
                    field.Column));
            }
        }

        void AddRoot(Node node)
        {
            if (faults.Count == faultsBefore) roots.Add(node);
            faultsBefore = faults.Count;
        }
    }

    static int OffsetOf(ReadOnlySpan<byte> source, long line, long byteInLine)
    {
        var start = 0;
        for (; line > 0; line--) start += source[start..].IndexOf((byte)'\n') + 1;
        return start + (int)byteInLine;
    }

    static ScalarNode Scalar(ref Utf8JsonReader reader, int line, int column) => reader.TokenType switch
    {
        JsonTokenType.String => new ScalarNode(ScalarType.String, reader.GetString()!, line, column)
        {
            TextColumn = reader.ValueIsEscaped ? null : column + 1,
        },
        JsonTokenType.True => new ScalarNode(ScalarType.Boolean, "true", line, column),
        JsonTokenType.False => new ScalarNode(ScalarType.Boolean, "false", line, column),
        JsonTokenType.Null => new ScalarNode(ScalarType.Null, "null", line, column),
        _ => new ScalarNode(
            reader.TryGetInt64(out _) ? ScalarType.Integer : ScalarType.Float,
            Encoding.UTF8.GetString(reader.ValueSpan),
            line,
            column),
    };

    /// <summary>Turns growing byte offsets into lines and columns.</summary>
    ref struct LineCounter(ReadOnlySpan<byte> source, int firstLine)
    {
        readonly ReadOnlySpan<byte> _source = source;
        int _offset;
        int _line = firstLine;
        int _column = 1;

        public (int Line, int Column) At(long offset)
        {
            var skipped = _source[_offset..(int)offset];
            for (int newline; (newline = skipped.IndexOf((byte)'\n')) >= 0; skipped = skipped[(newline + 1)..])
            {
                _line++;
                _column = 1;
            }
            _column += Encoding.UTF8.GetCharCount(skipped);
            _offset = (int)offset;
            return (_line, _column);
        }
    }
}
