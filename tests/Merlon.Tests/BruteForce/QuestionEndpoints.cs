using System.Net;

namespace Merlon.Tests.BruteForce;

/// <summary>Everything in and around a world that a flow may start or end at.</summary>
sealed class QuestionEndpoints(RandomWorld world)
{
    /// <summary>Live pods of the pod network by name, once for each address.</summary>
    public IReadOnlyList<QuestionEndpoint> Pods { get; } =
    [
        .. from pod in world.Pods
           where !pod.IsFinished && !pod.HostNetwork
           from address in pod.Addresses.Count == 0 ? [null] : pod.Addresses.Select(string? (text) => text)
           select new QuestionEndpoint(pod.Key, address, pod),
    ];

    /// <summary>Nodes and the live pods on their network. One without a node has no traffic to ask about.</summary>
    public IReadOnlyList<QuestionEndpoint> Hosts { get; } =
    [
        .. from node in world.Nodes
           from address in node.Addresses
           select new QuestionEndpoint($"node/{node.Name}", address, null),
        .. from pod in world.Pods
           where !pod.IsFinished && pod.HostNetwork
           from node in world.Nodes
           where node.Name == pod.NodeName
           from address in node.InternalAddresses
           select new QuestionEndpoint(pod.Key, address, null),
    ];

    /// <summary>
    /// Address literals: outside of the cluster, at the edges of blocks, and those that pods and nodes have or had.
    /// </summary>
    public IReadOnlyList<QuestionEndpoint> Literals { get; } =
    [
        .. Alphabet.ExternalAddresses
            .Append("::ffff:203.0.113.5")
            .Concat(world.Pods.SelectMany(pod => pod.Addresses))
            .Concat(world.Nodes.SelectMany(node => node.Addresses))
            .Concat(Blocks(world).SelectMany(AddressText.Edges).Where(IsOrdinary))
            .Except(world.Services.Select(service => service.ClusterAddress))
            .Select(address => new QuestionEndpoint(address, address, null)),
    ];

    static IEnumerable<string> Blocks(RandomWorld world) =>
        from policy in world.Policies
        from rule in (policy.Ingress ?? []).Concat(policy.Egress ?? [])
        from peer in rule?.Peers ?? []
        let block = peer.IpBlock
        where block is not null
        from cidr in (block.Except ?? []).Prepend(block.Cidr)
        select cidr;

    // Addresses that are never one end of a plain unicast flow are left out.
    static bool IsOrdinary(string address)
    {
        var first = IPAddress.Parse(address).GetAddressBytes()[0];
        return AddressText.IsIPv6(address)
            ? first is >= 0x20 and <= 0x3f or 0xfc or 0xfd
            : first is >= 1 and <= 223 and not 127;
    }
}
