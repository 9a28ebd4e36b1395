namespace Merlon.Diagnostics;

/// <summary>A place in a text. Ordered by file (ordinal), line, column.</summary>
/// <param name="File">The name under which the text was given, for a person: usually a path.</param>
/// <param name="Line">The line, from 1; 0 where the text is an object of a server, which has no lines.</param>
/// <param name="Column">The column in characters, from 1.</param>
public sealed record SourceLocation(string File, int Line, int Column) : IComparable<SourceLocation>
{
    /// <inheritdoc/>
    public int CompareTo(SourceLocation? other)
    {
        if (other is null) return 1;
        var byFile = string.CompareOrdinal(File, other.File);
        if (byFile != 0) return byFile;
        return Line != other.Line ? Line.CompareTo(other.Line) : Column.CompareTo(other.Column);
    }

    /// <summary><c>file:line</c>, the form used in explanations; the name alone where there are no lines.</summary>
    public string ToShortString() => Line == 0 ? File : $"{File}:{Line}";

    /// <summary><c>file:line:column</c>; the name alone where there are no lines.</summary>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}
