using System.Globalization;

namespace Merlon.Linting.Repair;

/// <summary>
/// Puts the lines of a document that lost its indentation back to where they can belong: to the innermost place that is
/// open, takes such a field, and lacks it yet.
/// </summary>
sealed class FlatReader
{
    readonly List<string> _notes = [];
    readonly FlatNode _root;
    FlatNode _open;
    bool _followsHeader;

    FlatReader(Shape shape) => _open = _root = new FlatNode(shape, null);

    public static FlatRepair Read(string text, int firstLine)
    {
        var reader = ReadLines(text, firstLine);
        return new FlatRepair(reader._root.ToYaml(), [.. reader._notes]);
    }

    /// <summary>The document as a tree.</summary>
    public static FlatNode ReadTree(string text, int firstLine) => ReadLines(text, firstLine)._root;

    static FlatReader ReadLines(string text, int firstLine)
    {
        var lines = FlatLine.Read(text, firstLine).ToList();
        var reader = new FlatReader(Shapes.Of(ValueOf("apiVersion"), ValueOf("kind")));
        foreach (var line in lines) reader.Place(line);
        return reader;

        string ValueOf(string key) =>
            lines.FirstOrDefault(line => line.Dashes == 0 && line.Key == key)?.Value.Trim('"', '\'') ?? "";
    }

    void Place(FlatLine line)
    {
        if (line.Dashes > 0)
        {
            if (OpenElement(line) is not { } element) return;
            _open = element;
            if (line.Key is not null) PlaceField(_open, line with { Comments = [] });
        }
        else if (line.Key is not null) PlaceField(OwnerOf(line), line);
        else Note(line, $"`{line.Value}` is neither a field nor an element: it is left out");
    }

    // Null where the line was an element by itself, or has no place.
    FlatNode? OpenElement(FlatLine line)
    {
        var lists = _open.Outwards().Where(node => node.IsList && Takes(node.Shape.Element!, line)).ToList();
        if (lists.Count == 0)
        {
            var innermost = _open.Outwards().FirstOrDefault(node => node.IsList);
            Note(line, $"no open list takes `{line.Key ?? line.Value}`: it is {(innermost is null ? "left out" : "kept in the innermost")}");
            if (innermost is null) return null;
            lists.Add(innermost);
        }
        if (lists.Count > 1) Note(line, $"`{line.Key ?? line.Value}` could also begin an element of an outer list");
        _open = lists[0];
        _followsHeader = false;
        var shape = line.Key is null ? Shape.Value : _open.Shape.Element!.IsObject ? _open.Shape.Element : Shape.Map;
        var element = new FlatNode(shape, _open) { Text = line.Key is null ? line.Value : "" };
        _open.Add(null, element, line);
        return line.Key is null ? null : element;
    }

    static bool Takes(Shape element, FlatLine line) => line.Key is null
        ? !element.IsObject || line.Value.Length == 0 || line.Value[0] is '{'
        : element[line.Key] is not null || element.IsMap;

    FlatNode OwnerOf(FlatLine line)
    {
        var innermost = _open.Outwards().First(node => !node.IsList);
        if (_followsHeader && _open.Shape.IsMap) return _open;
        var candidates = _open.Outwards()
            .Where(node => node.Shape[line.Key!] is not null && !node.Has(line.Key!))
            .ToList();
        if (candidates.Count == 0)
        {
            if (!innermost.Shape.IsMap) Note(line, $"`{line.Key}` is no field of anything open: it is kept where it stood");
            return innermost;
        }
        if (candidates.Count > 1) Note(line, $"`{line.Key}` could also belong further out");
        return candidates[0];
    }

    void PlaceField(FlatNode owner, FlatLine line)
    {
        var shape = owner.Shape[line.Key!];
        var isHeader = line.Value.Length == 0 || line.Value[0] == '#';
        var node = new FlatNode(isHeader ? shape ?? (owner.Shape.IsMap && !_followsHeader ? Shape.Value : Shape.Map) : Shape.Value, owner)
        {
            Text = line.Value,
        };
        owner.Add(line.Key, node, line);
        _open = isHeader && (node.Shape.IsObject || node.IsList) ? node : owner;
        _followsHeader = isHeader;
    }

    void Note(FlatLine line, string message) =>
        _notes.Add(string.Create(CultureInfo.InvariantCulture, $"line {line.Number}: {message}"));
}
