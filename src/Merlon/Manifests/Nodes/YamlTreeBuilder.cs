using System.Globalization;
using Merlon.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Merlon.Manifests.Nodes;

/// <summary>Builds the trees of one part of a YAML stream from the parser's events, within limits.</summary>
sealed class YamlTreeBuilder
{
    readonly ManifestLimits _limits;
    readonly int _lineOffset;
    readonly Dictionary<AnchorName, Node?> _anchors = [];
    readonly Stack<Open> _open = new();
    readonly List<Node> _roots = [];
    readonly List<DocumentFault> _faults = [];
    int _nodes;
    long _merged;
    bool _hasAliases;

    YamlTreeBuilder(ManifestLimits limits, int lineOffset) => (_limits, _lineOffset) = (limits, lineOffset);

    /// <summary>A collection that is still being read, with the key that waits for its value.</summary>
    sealed record Open(Node Collection, AnchorName Anchor)
    {
        public ScalarNode? Key { get; set; }

        /// <summary>
        /// What merge keys (<c>&lt;&lt;</c>) name: it fills the fields that the mapping does not set itself.
        /// </summary>
        public List<MappingNode> Merges { get; } = [];
    }

    /// <summary>The roots of the documents in the text; none where there is a fault.</summary>
    public static (IReadOnlyList<Node> Roots, IReadOnlyList<DocumentFault> Faults) Build(
        string text, int firstLine, ManifestLimits limits) =>
        PlainYaml.Read(text, firstLine, limits) is { } plain ? ([plain], []) : BuildAny(text, firstLine, limits);

    /// <summary>The same, whatever the form of the text.</summary>
    public static (IReadOnlyList<Node> Roots, IReadOnlyList<DocumentFault> Faults) BuildAny(
        string text, int firstLine, ManifestLimits limits)
    {
        var (roots, faults) = BuildOnce(text, firstLine, limits);
        if (faults is not [{ Code: var code }] || code != DiagnosticCodes.YamlSyntax) return (roots, faults);
        if (ExplicitFlowKeys.Quote(text) is not { } quoted) return (roots, faults);
        var again = BuildOnce(quoted, firstLine, limits);
        return again.Faults.Count == 0 ? again : (roots, faults);
    }

    static (IReadOnlyList<Node> Roots, IReadOnlyList<DocumentFault> Faults) BuildOnce(
        string text, int firstLine, ManifestLimits limits)
    {
        var builder = new YamlTreeBuilder(limits, firstLine - 1);
        try
        {
            builder.Read(new Parser(new StringReader(text)));
        }
        catch (YamlException e)
        {
            builder.Fault(DiagnosticCodes.YamlSyntax, Plain(e), e.Start);
        }
        return (builder._faults.Count == 0 ? builder._roots : [], builder._faults);
    }

    void Read(Parser parser)
    {
        while (MoveNext(parser))
        {
            var accepted = parser.Current switch
            {
                Scalar scalar => Accept(Convert(scalar), scalar.Anchor, scalar.Start),
                SequenceStart start =>
                    Push(new SequenceNode(Line(start.Start), Column(start.Start)), start.Anchor, start.Start),
                MappingStart start =>
                    Push(new MappingNode(Line(start.Start), Column(start.Start)), start.Anchor, start.Start),
                SequenceEnd or MappingEnd => Pop(parser.Current.Start),
                AnchorAlias alias => AcceptAlias(alias),
                DocumentStart => Reset(),
                _ => true,
            };
            if (!accepted) return;
        }
    }

    // On some broken texts the library throws what is meant for wrong calls.
    static bool MoveNext(Parser parser)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (InvalidOperationException e)
        {
            var at = parser.Current?.End ?? new Mark(0, 1, 1);
            throw new YamlException(at, at, "not YAML after this", e);
        }
    }

    bool Reset()
    {
        _anchors.Clear();
        _hasAliases = false;
        _merged = 0;
        return true;
    }

    bool Push(Node collection, AnchorName anchor, Mark at)
    {
        if (_open.Count >= _limits.MaxDepth)
        {
            return Fault(DiagnosticCodes.InputLimit, $"nested deeper than {_limits.MaxDepth} levels", at);
        }
        if (_open.TryPeek(out var parent) && parent is { Collection: MappingNode, Key: null })
        {
            return Fault(DiagnosticCodes.YamlSyntax, "a key must be a single value", at);
        }
        if (!anchor.IsEmpty) _anchors[anchor] = null;
        _open.Push(new Open(collection, anchor));
        return true;
    }

    bool Pop(Mark at)
    {
        var closed = _open.Pop();
        if (closed.Collection is MappingNode mapping)
        {
            foreach (var field in closed.Merges.SelectMany(source => source.Fields))
            {
                if (!mapping.Contains(field.Key)) mapping.Add(field);
            }
        }
        return Accept(closed.Collection, closed.Anchor, at);
    }

    bool AcceptAlias(AnchorAlias alias)
    {
        _hasAliases = true;
        if (!_anchors.TryGetValue(alias.Value, out var target))
        {
            return Fault(DiagnosticCodes.YamlSyntax, $"alias `*{alias.Value}` has no anchor before it", alias.Start);
        }
        return target is null
            ? Fault(DiagnosticCodes.YamlSyntax, $"alias `*{alias.Value}` contains itself", alias.Start)
            : Accept(target, AnchorName.Empty, alias.Start);
    }

    bool Accept(Node node, AnchorName anchor, Mark at)
    {
        if (++_nodes > _limits.MaxNodes)
        {
            return Fault(DiagnosticCodes.InputLimit, $"more than {_limits.MaxNodes:N0} values in one document", at);
        }
        if (_hasAliases && node.ExpandedSize > _limits.MaxExpandedNodes)
        {
            return Fault(
                DiagnosticCodes.InputLimit, $"aliases grow to more than {_limits.MaxExpandedNodes:N0} values", at);
        }
        if (!anchor.IsEmpty) _anchors[anchor] = node;
        if (!_open.TryPeek(out var parent))
        {
            _roots.Add(node);
            return true;
        }
        switch (parent.Collection)
        {
            case SequenceNode sequence:
                sequence.Add(node);
                return true;
            case MappingNode when parent.Key is null:
                parent.Key = node is ScalarNode { IsNull: false } key ? AsKey(key) : null;
                return parent.Key is not null || Fault(DiagnosticCodes.YamlSyntax, "a key must be a single value", at);
            case MappingNode mapping:
                var name = parent.Key;
                parent.Key = null;
                return AddField(parent, mapping, name, node, at);
            default:
                throw new InvalidOperationException($"An open {parent.Collection.GetType().Name} cannot hold values.");
        }
    }

    // In JSON every key is text: `on` becomes "true", and 010 becomes "8".
    static ScalarNode AsKey(ScalarNode key)
    {
        var text = key.Type switch
        {
            ScalarType.Boolean => YamlScalar.IsTrue(key.Text) ? "true" : "false",
            ScalarType.Integer when YamlScalar.TryInteger(key.Text, out var number) =>
                number.ToString(CultureInfo.InvariantCulture),
            _ => key.Text,
        };
        return text == key.Text ? key : new ScalarNode(ScalarType.String, text, key.Line, key.Column);
    }

    bool AddField(Open parent, MappingNode mapping, ScalarNode key, Node value, Mark at)
    {
        if (key is { Text: "<<", Type: ScalarType.String } && MergeSources(value) is { } sources)
        {
            // Unlike an alias, a merge copies: what all of them copy together is bounded.
            _merged += sources.Sum(source => (long)source.Fields.Count);
            if (_merged > _limits.MaxExpandedNodes)
            {
                return Fault(
                    DiagnosticCodes.InputLimit, $"merge keys copy more than {_limits.MaxExpandedNodes:N0} fields", at);
            }
            parent.Merges.AddRange(sources);
            return true;
        }
        if (mapping.TryGet(key.Text, out var first))
        {
            _faults.Add(new DocumentFault(
                DiagnosticCodes.YamlDuplicateKey,
                $"key `{key.Text}` stands twice in one object, first on line {first.Line}: tools keep either value, "
                    + "or refuse",
                key.Line,
                key.Column));
            return true;
        }
        mapping.Add(new MappingNode.Field(key.Text, key.Line, key.Column, value));
        return true;
    }

    static MappingNode[]? MergeSources(Node value) => value switch
    {
        MappingNode one => [one],
        SequenceNode list when list.Items.All(item => item is MappingNode) => [.. list.Items.Cast<MappingNode>()],
        _ => null,
    };

    ScalarNode Convert(Scalar scalar)
    {
        var type = scalar.Tag.IsEmpty
            ? scalar.IsPlainImplicit && scalar.Style == ScalarStyle.Plain
                ? YamlScalar.Resolve(scalar.Value)
                : ScalarType.String
            : scalar.Tag.Value switch
            {
                "tag:yaml.org,2002:int" => IfItIs(ScalarType.Integer),
                "tag:yaml.org,2002:float" => IfItIs(ScalarType.Float),
                "tag:yaml.org,2002:bool" => IfItIs(ScalarType.Boolean),
                "tag:yaml.org,2002:null" => IfItIs(ScalarType.Null),
                _ => ScalarType.String,
            };
        var quotes = scalar.Style == ScalarStyle.Plain ? 0 : 1;
        var isVerbatim = scalar.Start.Line == scalar.End.Line
            && scalar.End.Column - scalar.Start.Column == scalar.Value.Length + (2 * quotes);
        return new ScalarNode(type, scalar.Value, Line(scalar.Start), Column(scalar.Start))
        {
            TextColumn = isVerbatim ? Column(scalar.Start) + quotes : null,
        };

        // A tag does not make a value what it is not: such a text stays text, and is refused where it matters.
        ScalarType IfItIs(ScalarType tagged) => YamlScalar.Resolve(scalar.Value) is var found
            && (found == tagged || (found, tagged) is (ScalarType.Integer, ScalarType.Float))
            ? tagged
            : ScalarType.String;
    }

    int Line(Mark mark) => (int)mark.Line + _lineOffset;

    static int Column(Mark mark) => (int)mark.Column;

    bool Fault(DiagnosticCode code, string message, Mark at)
    {
        _faults.Add(new DocumentFault(code, message, Line(at), Column(at)));
        return false;
    }

    // The parser's words carry positions within the part that it was given; the location is told apart from them.
    static string Plain(YamlException e)
    {
        var message = e.Message;
        var colon = message.StartsWith('(') ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        message = colon < 0 ? message : message[(colon + 3)..];
        return message.Length == 0 ? "not YAML" : char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
    }
}
