namespace Merlon.Linting.Repair;

/// <summary>A value that is being put together again.</summary>
sealed class FlatNode(Shape shape, FlatNode? parent)
{
    readonly List<(string? Key, FlatNode Value, FlatLine Line)> _parts = [];

    public Shape Shape => shape;

    public FlatNode? Parent => parent;

    /// <summary>The text of a single value.</summary>
    public string Text { get; init; } = "";

    public bool IsList => shape.IsList;

    public bool Has(string key) => _parts.Any(part => part.Key == key);

    public FlatNode Add(string? key, FlatNode value, FlatLine line)
    {
        _parts.Add((key, value, line));
        return value;
    }

    /// <summary>This node and those around it, the innermost first.</summary>
    public IEnumerable<FlatNode> Outwards()
    {
        for (var node = this; node is not null; node = node.Parent) yield return node;
    }

    public string ToYaml()
    {
        var yaml = new LineWriter(keepsLines: false);
        WriteTo(yaml);
        return yaml.ToString();
    }

    public void WriteTo(LineWriter yaml) => WriteParts(yaml, 0, firstIndented: true);

    void WriteParts(LineWriter yaml, int indent, bool firstIndented)
    {
        for (var i = 0; i < _parts.Count; i++)
        {
            var (key, value, line) = _parts[i];
            if (i > 0 || firstIndented) yaml.BeginLine(indent, line.Number, line.Comments);
            if (key is null) WriteElement(yaml, value, indent);
            else WriteField(yaml, key, value, indent);
        }
    }

    static void WriteElement(LineWriter yaml, FlatNode value, int indent)
    {
        yaml.Append("-");
        if (value._parts.Count > 0)
        {
            yaml.Append(" ");
            value.WriteParts(yaml, indent + 2, firstIndented: false);
        }
        else EndWith(yaml, value.Text);
    }

    // The elements of a list stand below its key.
    static void WriteField(LineWriter yaml, string key, FlatNode value, int indent)
    {
        yaml.Append($"{key}:");
        if (value._parts.Count == 0) EndWith(yaml, value.Text);
        else
        {
            yaml.EndLine();
            value.WriteParts(yaml, value.IsList ? indent : indent + 2, firstIndented: true);
        }
    }

    static void EndWith(LineWriter yaml, string text)
    {
        if (text.Length > 0) yaml.Append($" {text}");
        yaml.EndLine();
    }
}
