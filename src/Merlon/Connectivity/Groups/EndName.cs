namespace Merlon.Connectivity.Groups;

/// <summary>The name of a workload of which all pods fare alike, of a single pod, or of a node. Ordered by text.</summary>
/// <param name="Text"><c>namespace/Kind/name</c>, <c>namespace/pod</c> or <c>node/name</c>.</param>
/// <param name="Namespace">The namespace; null for a node.</param>
/// <param name="Workload">Of a single pod of a workload: the workload; else null.</param>
public sealed record EndName(string Text, string? Namespace, string? Workload = null) : IComparable<EndName>
{
    /// <summary>The last part of the text.</summary>
    public string Short => Text[(Text.LastIndexOf('/') + 1)..];

    public int CompareTo(EndName? other) => string.CompareOrdinal(Text, other?.Text);

    public override string ToString() => Text;
}
