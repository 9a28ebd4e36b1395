namespace Merlon.Documents;

/// <summary>A part of a document that is meant for a program.</summary>
/// <param name="Kind">Which program.</param>
/// <param name="FirstLine">Its first line, from 1.</param>
/// <param name="LastLine">Its last line.</param>
public readonly record struct DocumentBlock(BlockKind Kind, int FirstLine, int LastLine)
{
    public bool Contains(int line) => FirstLine <= line && line <= LastLine;
}
