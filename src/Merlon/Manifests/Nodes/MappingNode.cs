namespace Merlon.Manifests.Nodes;

/// <summary>An object: fields in the order in which they are written. Keys are unique.</summary>
sealed class MappingNode(int line, int column) : Node(line, column)
{
    // Most objects have one field or two.
    readonly List<Field> _fields = new(2);
    Dictionary<string, int>? _index;
    long _size = 1;

    const int LinearSearchLimit = 16;

    /// <summary>One field with the place of its key.</summary>
    internal readonly record struct Field(string Key, int Line, int Column, Node Value);

    public IReadOnlyList<Field> Fields => _fields;

    public override long ExpandedSize => _size;

    public override string TypeName => "an object";

    public Node? this[string key] => TryGet(key, out var field) ? field.Value : null;

    public bool Contains(string key) => IndexOf(key) >= 0;

    public bool TryGet(string key, out Field field)
    {
        var at = IndexOf(key);
        field = at < 0 ? default : _fields[at];
        return at >= 0;
    }

    /// <summary>The caller has made sure that the key is new.</summary>
    public void Add(Field field)
    {
        _index?.Add(field.Key, _fields.Count);
        _fields.Add(field);
        _size = Math.Min(_size + 1 + field.Value.ExpandedSize, long.MaxValue / 4);
    }

    int IndexOf(string key)
    {
        if (_fields.Count >= LinearSearchLimit) return (_index ??= Index()).GetValueOrDefault(key, -1);
        for (var i = 0; i < _fields.Count; i++)
        {
            if (string.Equals(_fields[i].Key, key, StringComparison.Ordinal)) return i;
        }
        return -1;
    }

    Dictionary<string, int> Index()
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < _fields.Count; i++) index.Add(_fields[i].Key, i);
        return index;
    }
}
