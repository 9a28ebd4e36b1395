using System.Collections.Immutable;
using System.Text;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Manifests.Nodes;
using Merlon.Model;
using Merlon.Questions;

namespace Merlon.Assertions;

/// <summary>Reads files of assertions; see docs/testing.md for their form.</summary>
public sealed class AssertionReader
{
    static readonly string[] SelectorFields = ["namespace", "labels", "namespaceLabels"];

    readonly string _file;
    readonly List<(SourceLocation Location, string Message)> _faults = [];
    readonly Dictionary<string, ImmutableArray<EndText>> _groups = new(StringComparer.Ordinal);

    AssertionReader(string file) => _file = file;

    /// <summary>The assertions, and what is wrong with the file: where anything is, it should not be used.</summary>
    public static (ImmutableArray<Assertion> Assertions, ImmutableArray<(SourceLocation Location, string Message)> Faults) Read(
        SourceText source)
    {
        var reader = new AssertionReader(source.Name);
        var (roots, faults) = YamlTreeBuilder.Build(Encoding.UTF8.GetString(source.Content.Span), 1, ManifestLimits.Default);
        foreach (var fault in faults)
        {
            reader._faults.Add((new SourceLocation(source.Name, fault.Line, fault.Column), fault.Message));
        }
        ImmutableArray<Assertion> assertions = [.. roots.SelectMany(reader.ReadDocument)];
        if (assertions.IsEmpty && reader._faults.Count == 0)
        {
            reader._faults.Add((new SourceLocation(source.Name, 1, 1), "there is no assertion in this file"));
        }
        return (assertions, [.. reader._faults]);
    }

    IEnumerable<Assertion> ReadDocument(Node root)
    {
        var found = new List<Assertion>();
        foreach (var field in Fields(root, "a file of assertions", "groups", "assertions"))
        {
            if (field.Key == "groups")
            {
                foreach (var group in Fields(field.Value, "groups")) _groups[group.Key] = Ends(group.Value);
            }
            else
            {
                found.AddRange(Items(field.Value).Select(ReadAssertion).OfType<Assertion>());
            }
        }
        return found;
    }

    Assertion? ReadAssertion(Node node)
    {
        string? name = null;
        (AssertionKind Kind, MappingNode.Field Field)? said = null;
        foreach (var field in Fields(node, "an assertion", "name", "allow", "deny", "only"))
        {
            if (field.Key == "name") name = Text(field.Value);
            else if (said is null) said = (Enum.Parse<AssertionKind>(field.Key, ignoreCase: true), field);
            else Fault(field.Value, "an assertion says one thing: allow, deny or only");
        }
        if (said is not var (kind, what))
        {
            if (node is MappingNode) Fault(node, "an assertion says allow, deny or only");
            return null;
        }
        var faults = _faults.Count;
        ImmutableArray<EndText> from = [], to = [];
        ImmutableArray<PortQuestion> ports = [];
        foreach (var field in Fields(what.Value, what.Key, "from", "to", "ports"))
        {
            if (field.Key == "from") from = Ends(field.Value);
            else if (field.Key == "to") to = Ends(field.Value);
            else ports = [.. Items(field.Value).Select(Port).OfType<PortQuestion>()];
        }
        if (_faults.Count == faults && (from.IsEmpty || to.IsEmpty)) Fault(what.Value, $"`{what.Key}` needs from and to");
        var words = $"{what.Key} {Words(from)} → {Words(to)}{(ports.IsEmpty ? "" : $" : {string.Join(", ", ports)}")}";
        return new Assertion(kind, name ?? words, from, to, ports, new SourceLocation(_file, node.Line, node.Column));
    }

    static string Words(ImmutableArray<EndText> ends) => string.Join(", ", ends.Take(3).Select(Words));

    static string Words(EndText end)
    {
        if (end.Name is not null) return end.Name;
        var pods = end.Labels.Count == 0 ? "all pods" : $"pods {end.Labels}";
        if (end.Namespace is not null) return $"{pods} in {end.Namespace}";
        return end.NamespaceLabels.Count == 0 ? pods : $"{pods} in namespaces {end.NamespaceLabels}";
    }

    // A name, a selector, or a list of either; a name of a group stands for what the group has.
    ImmutableArray<EndText> Ends(Node node) => node switch
    {
        SequenceNode sequence => [.. sequence.Items.SelectMany(item => Ends(item))],
        MappingNode => [Selector(node)],
        ScalarNode scalar when _groups.TryGetValue(scalar.Text, out var group) => group,
        _ => Text(node) is { } text ? [new EndText(text, null, LabelSet.Empty, LabelSet.Empty, At(node))] : [],
    };

    EndText Selector(Node node)
    {
        string? home = null;
        var (labels, homeLabels) = (LabelSet.Empty, LabelSet.Empty);
        foreach (var field in Fields(node, "a selector", SelectorFields))
        {
            if (field.Key == "namespace") home = Text(field.Value);
            else if (field.Key == "labels") labels = Labels(field.Value);
            else homeLabels = Labels(field.Value);
        }
        return new EndText(null, home, labels, homeLabels, At(node));
    }

    LabelSet Labels(Node node) => LabelSet.From(
        Fields(node, "labels").Select(field => new KeyValuePair<string, string>(field.Key, Text(field.Value) ?? "")));

    PortQuestion? Port(Node node)
    {
        if (Text(node) is not { } text) return null;
        if (PortQuestion.TryParse(text, out var port, out var error) && port!.Name is null) return port;
        Fault(node, error ?? $"`{text}` is a name, and different pods give it different numbers: give a number");
        return null;
    }

    string? Text(Node node)
    {
        if (node is ScalarNode scalar && !node.IsNull) return scalar.Text;
        Fault(node, "a text belongs here");
        return null;
    }

    IEnumerable<Node> Items(Node node)
    {
        if (node is SequenceNode sequence) return sequence.Items;
        Fault(node, "a list belongs here");
        return [];
    }

    // The fields of an object; with names, those that it may have.
    IEnumerable<MappingNode.Field> Fields(Node node, string owner, params string[] names)
    {
        if (node is not MappingNode mapping)
        {
            Fault(node, "an object belongs here");
            return [];
        }
        foreach (var field in mapping.Fields.Where(field => names.Length > 0 && !names.Contains(field.Key)))
        {
            var near = NearestName.Find(field.Key, names);
            _faults.Add((
                new SourceLocation(_file, field.Line, field.Column),
                $"`{field.Key}` is not a field of {owner}: {(near is null ? string.Join(", ", names) : $"did you mean `{near}`?")}"));
        }
        return mapping.Fields.Where(field => names.Length == 0 || names.Contains(field.Key));
    }

    void Fault(Node node, string message) => _faults.Add((At(node), message));

    SourceLocation At(Node node) => new(_file, node.Line, node.Column);
}
