using System.Globalization;
using System.Text;

namespace Merlon.Diagnostics;

/// <summary>
/// The way to a field of an object, in the API server's notation: <c>spec.ingress[0].from[1].ipBlock.cidr</c>.
/// </summary>
public sealed class FieldPath
{
    readonly FieldPath? _parent;
    readonly string? _name;
    readonly int _index;

    FieldPath(FieldPath? parent, string? name, int index) => (_parent, _name, _index) = (parent, name, index);

    /// <summary>The object itself; written as the empty text.</summary>
    public static FieldPath Root { get; } = new(null, null, -1);

    public FieldPath Field(string name) => new(this, name, -1);

    public FieldPath Element(int index) => new(this, null, index);

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    void Write(StringBuilder text)
    {
        if (_parent is null) return;
        _parent.Write(text);
        if (_name is null) text.Append(CultureInfo.InvariantCulture, $"[{_index}]");
        else text.Append(text.Length == 0 ? "" : ".").Append(_name);
    }
}
