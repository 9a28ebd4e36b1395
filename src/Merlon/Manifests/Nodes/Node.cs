namespace Merlon.Manifests.Nodes;

/// <summary>A value of a document with the place where it starts (line and column from 1).</summary>
abstract class Node(int line, int column)
{
    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>The number of nodes it stands for, aliases written out. Saturates.</summary>
    public abstract long ExpandedSize { get; }

    /// <summary>What it is, in the words of the API server's errors.</summary>
    public abstract string TypeName { get; }

    public virtual bool IsNull => false;
}
