namespace Merlon.Model;

/// <summary>
/// One end of a flow: an endpoint, its address, or both; an address alone is outside the cluster.
/// <c>default</c> is no end.
/// </summary>
public readonly record struct FlowEnd
{
    FlowEnd(Endpoint? endpoint, IpAddress? address) => (Endpoint, Address) = (endpoint, address);

    /// <summary>The endpoint; null outside the cluster.</summary>
    public Endpoint? Endpoint { get; }

    /// <summary>The address that the packet carries; null where the endpoint's is not known.</summary>
    public IpAddress? Address { get; }

    /// <summary>Whether it is a pod with a network of its own.</summary>
    public bool IsPod => Endpoint is { IsOnPodNetwork: true };

    public static FlowEnd Of(Endpoint endpoint, IpAddress? address) => new(endpoint, address);

    /// <summary>The endpoint with each of its addresses; without one where none is known.</summary>
    public static IEnumerable<FlowEnd> AllOf(Endpoint endpoint) => endpoint.Addresses.IsEmpty
        ? [new FlowEnd(endpoint, null)]
        : endpoint.Addresses.Select(address => new FlowEnd(endpoint, address));

    public static FlowEnd Outside(IpAddress address) => new(null, address);

    /// <summary>Whether this is the node that hosts the pod: its own processes or a pod on its network.</summary>
    public bool IsNodeOf(Endpoint pod) =>
        Endpoint is { IsOnPodNetwork: false, NodeName: { } node }
            && string.Equals(node, pod.NodeName, StringComparison.Ordinal);

    /// <summary><c>shop/web (10.244.1.7)</c>, <c>shop/web</c> or <c>203.0.113.5</c>.</summary>
    public override string ToString() => (Endpoint, Address) switch
    {
        ({ } endpoint, { } address) => $"{endpoint} ({address})",
        ({ } endpoint, null) => endpoint.ToString(),
        _ => Address.ToString() ?? "",
    };
}
