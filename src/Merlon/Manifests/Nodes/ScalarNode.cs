namespace Merlon.Manifests.Nodes;

/// <summary>A single value; <see cref="Text"/> is as written, without quotes.</summary>
sealed class ScalarNode(ScalarType type, string text, int line, int column) : Node(line, column)
{
    public ScalarType Type { get; } = type;

    public string Text { get; } = text;

    /// <summary>
    /// The column of the first character of <see cref="Text"/>, where it stands in the source character by character;
    /// null where escapes or line breaks come between.
    /// </summary>
    public int? TextColumn { get; init; }

    public override long ExpandedSize => 1;

    public override bool IsNull => Type == ScalarType.Null;

    public override string TypeName => Type switch
    {
        ScalarType.String => "text",
        ScalarType.Integer or ScalarType.Float => "a number",
        ScalarType.Boolean => "true or false",
        _ => "null",
    };
}
