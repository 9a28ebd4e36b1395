using Merlon.Model;

namespace Merlon.Tests.BruteForce;

/// <summary>One end of a flow as the product knows it, with the name that the brute-force evaluator knows it by.</summary>
sealed record WorldEnd(FlowEnd End, string Name)
{
    public string? Address => End.Address?.ToString();

    public bool IsOutside => End.Endpoint is null;

    public static WorldEnd Outside(IpAddress address) => new(FlowEnd.Outside(address), address.ToString());

    /// <summary>Every address of everything in the cluster; an endpoint without address is an end, too.</summary>
    public static IReadOnlyList<WorldEnd> Inside(Cluster cluster) =>
    [
        .. from endpoint in cluster.Endpoints
           from address in endpoint.Addresses.IsEmpty ? [null] : endpoint.Addresses.Select(IpAddress? (known) => known)
           select new WorldEnd(FlowEnd.Of(endpoint, address), endpoint.Id.Text),
    ];

    /// <summary>
    /// Whether a packet can go from here to there and policy has a say: one IP version, not both ends the same
    /// endpoint, and at least one of them a pod with a network of its own.
    /// </summary>
    public bool MayAsk(WorldEnd to) =>
        (End.Address is null || to.End.Address is null || End.Address.Value.Family == to.End.Address.Value.Family)
        && (End.Endpoint is null || End.Endpoint != to.End.Endpoint)
        && (End.IsPod || to.End.IsPod);

    /// <summary>Whether the brute-force evaluator can say what this is: for a pod on an unknown node's network it cannot.</summary>
    public bool IsKnownToBruteForce => End.Endpoint is not { IsHostNetwork: true, NodeName: null };

    /// <summary>The flow to another end.</summary>
    public Flow FlowTo(WorldEnd to, Protocol protocol, ushort port)
    {
        var family = End.Address?.Family ?? to.End.Address?.Family;
        var version = protocol.IsIcmp && family == IpFamily.IPv6 ? Protocol.IcmpV6 : protocol;
        return new Flow(End, to.End, version, port) { Icmp = IcmpMessage.EchoRequest(version) };
    }

    /// <summary>The same as a question to the brute-force evaluator.</summary>
    public FlowQuestion QuestionTo(WorldEnd to, Protocol protocol, ushort port) =>
        new(Name, Address, to.Name, to.Address, protocol.ToString(), port);

    public override string ToString() => $"{End}";
}
