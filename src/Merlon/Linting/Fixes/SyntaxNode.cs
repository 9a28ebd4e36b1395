namespace Merlon.Linting.Fixes;

/// <summary>A value of a YAML document, and where its text stands: offsets from the document's start.</summary>
sealed class SyntaxNode(bool isFlow, int line, int column, int start, int end)
{
    readonly List<Field> _fields = [];
    readonly List<SyntaxNode> _items = [];

    /// <summary>A key and its value.</summary>
    internal readonly record struct Field(SyntaxNode Key, SyntaxNode Value);

    /// <summary>The text of a single value, or null.</summary>
    public string? Text { get; init; }

    public bool IsMapping { get; init; }

    public bool IsSequence { get; init; }

    /// <summary>Whether it has brackets, or is a single value.</summary>
    public bool IsFlow => isFlow;

    /// <summary>From 1, in the document.</summary>
    public int Line => line;

    public int Column => column;

    public int Start { get; } = start;

    /// <summary>Behind its last character; behind that of its last part, where it has no brackets.</summary>
    public int End { get; set; } = end;

    /// <summary>Whether nothing is written at all, as behind <c>podSelector:</c>.</summary>
    public bool IsEmptyText => Text is { Length: 0 } && End == Start;

    public IReadOnlyList<Field> Fields => _fields;

    public IReadOnlyList<SyntaxNode> Items => _items;

    public void Add(SyntaxNode key, SyntaxNode value)
    {
        _fields.Add(new Field(key, value));
        Reach(value.IsEmptyText ? key.End : value.End);
    }

    public void Add(SyntaxNode item)
    {
        _items.Add(item);
        Reach(item.End);
    }

    public SyntaxNode? this[string key] =>
        _fields.FirstOrDefault(field => field.Key.Text == key) is { Value: { } value } ? value : null;

    /// <summary>This value and everything in it, the outer ones first.</summary>
    public IEnumerable<SyntaxNode> All() =>
        Enumerable.Repeat(this, 1)
            .Concat(_fields.SelectMany(field => field.Key.All().Concat(field.Value.All())))
            .Concat(_items.SelectMany(item => item.All()));

    void Reach(int end)
    {
        if (!isFlow) End = Math.Max(End, end);
    }
}
