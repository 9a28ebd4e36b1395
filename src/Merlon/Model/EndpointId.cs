namespace Merlon.Model;

/// <summary>
/// The name of an endpoint: <c>namespace/pod</c>, <c>namespace/Kind/name</c> or <c>node/name</c>. Ordered ordinally.
/// </summary>
public sealed record EndpointId : IComparable<EndpointId>
{
    EndpointId(string text) => Text = text;

    public string Text { get; }

    /// <summary>
    /// A pod; in a namespace that is called <c>node</c> with its kind, so that no node has the same id.
    /// </summary>
    public static EndpointId Pod(string @namespace, string name) =>
        @namespace == "node" ? Workload(@namespace, "Pod", name) : new EndpointId($"{@namespace}/{name}");

    public static EndpointId Workload(string @namespace, string kind, string name) =>
        new($"{@namespace}/{kind}/{name}");

    public static EndpointId Node(string name) => new($"node/{name}");

    public int CompareTo(EndpointId? other) => string.CompareOrdinal(Text, other?.Text);

    public override string ToString() => Text;
}
