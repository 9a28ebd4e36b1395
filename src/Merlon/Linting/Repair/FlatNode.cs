using System.Text;

namespace Merlon.Linting.Repair;

/// <summary>A value that is being put together again.</summary>
sealed class FlatNode(Shape shape, FlatNode? parent)
{
    readonly List<(string? Key, FlatNode Value, IReadOnlyList<string> Comments)> _parts = [];

    public Shape Shape => shape;

    public FlatNode? Parent => parent;

    /// <summary>The text of a single value.</summary>
    public string Text { get; init; } = "";

    public bool IsList => shape.IsList;

    public bool Has(string key) => _parts.Any(part => part.Key == key);

    public FlatNode Add(string? key, FlatNode value, IReadOnlyList<string> comments)
    {
        _parts.Add((key, value, comments));
        return value;
    }

    /// <summary>This node and those around it, the innermost first.</summary>
    public IEnumerable<FlatNode> Outwards()
    {
        for (var node = this; node is not null; node = node.Parent) yield return node;
    }

    public string ToYaml()
    {
        var yaml = new StringBuilder();
        WriteParts(yaml, 0, firstIndented: true);
        return yaml.ToString();
    }

    void WriteParts(StringBuilder yaml, int indent, bool firstIndented)
    {
        for (var i = 0; i < _parts.Count; i++)
        {
            var (key, value, comments) = _parts[i];
            var isFirst = i == 0 && !firstIndented;
            if (!isFirst)
            {
                foreach (var comment in comments) yaml.Append(' ', indent).Append(comment).Append('\n');
                yaml.Append(' ', indent);
            }
            if (key is null) WriteElement(yaml, value, indent);
            else WriteField(yaml, key, value, indent);
        }
    }

    static void WriteElement(StringBuilder yaml, FlatNode value, int indent)
    {
        yaml.Append('-');
        if (value._parts.Count > 0)
        {
            yaml.Append(' ');
            value.WriteParts(yaml, indent + 2, firstIndented: false);
        }
        else
        {
            yaml.Append(value.Text.Length == 0 ? "\n" : $" {value.Text}\n");
        }
    }

    // The elements of a list stand below its key.
    static void WriteField(StringBuilder yaml, string key, FlatNode value, int indent)
    {
        yaml.Append(key).Append(':');
        if (value._parts.Count == 0) yaml.Append(value.Text.Length == 0 ? "\n" : $" {value.Text}\n");
        else
        {
            yaml.Append('\n');
            value.WriteParts(yaml, value.IsList ? indent : indent + 2, firstIndented: true);
        }
    }
}
