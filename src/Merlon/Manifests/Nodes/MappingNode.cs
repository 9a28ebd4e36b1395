namespace Merlon.Manifests.Nodes;

/// <summary>An object: fields in the order in which they are written. Keys are unique.</summary>
sealed class MappingNode(int line, int column) : Node(line, column)
{
    readonly List<Field> _fields = [];
    HashSet<string>? _keys;
    long _size = 1;

    const int LinearSearchLimit = 16;

    /// <summary>One field with the place of its key.</summary>
    internal readonly record struct Field(string Key, int Line, int Column, Node Value);

    public IReadOnlyList<Field> Fields => _fields;

    public override long ExpandedSize => _size;

    public override string TypeName => "an object";

    public Node? this[string key]
    {
        get
        {
            foreach (var field in _fields)
            {
                if (string.Equals(field.Key, key, StringComparison.Ordinal)) return field.Value;
            }
            return null;
        }
    }

    public bool Contains(string key)
    {
        if (_fields.Count < LinearSearchLimit) return this[key] is not null;
        _keys ??= [.. _fields.Select(field => field.Key)];
        return _keys.Contains(key);
    }

    /// <summary>The caller has made sure that the key is new.</summary>
    public void Add(Field field)
    {
        _fields.Add(field);
        _keys?.Add(field.Key);
        _size = Math.Min(_size + 1 + field.Value.ExpandedSize, long.MaxValue / 4);
    }
}
