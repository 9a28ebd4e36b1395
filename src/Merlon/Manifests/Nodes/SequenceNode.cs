namespace Merlon.Manifests.Nodes;

/// <summary>A list.</summary>
sealed class SequenceNode(int line, int column) : Node(line, column)
{
    readonly List<Node> _items = [];
    long _size = 1;

    public IReadOnlyList<Node> Items => _items;

    public override long ExpandedSize => _size;

    public override string TypeName => "a list";

    public void Add(Node item)
    {
        _items.Add(item);
        _size = Math.Min(_size + item.ExpandedSize, long.MaxValue / 4);
    }
}
