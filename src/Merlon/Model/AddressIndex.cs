using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Merlon.Model;

/// <summary>
/// Who has an address. Where several claim one: a pod on the pod network, then the node, then a host-network pod.
/// </summary>
public sealed class AddressIndex
{
    readonly FrozenDictionary<IpAddress, Endpoint> _owners;

    public AddressIndex(IEnumerable<Endpoint> endpoints)
    {
        var owners = new Dictionary<IpAddress, Endpoint>();
        foreach (var endpoint in endpoints)
        {
            foreach (var address in endpoint.Addresses)
            {
                if (!owners.TryGetValue(address, out var owner) || Rank(endpoint) < Rank(owner))
                {
                    owners[address] = endpoint;
                }
            }
        }
        _owners = owners.ToFrozenDictionary();
    }

    public bool TryGet(IpAddress address, [NotNullWhen(true)] out Endpoint? owner) =>
        _owners.TryGetValue(address, out owner);

    /// <summary>The end of a flow with this address: its owner, or the outside.</summary>
    public FlowEnd EndAt(IpAddress address) =>
        _owners.TryGetValue(address, out var owner) ? FlowEnd.Of(owner, address) : FlowEnd.Outside(address);

    /// <summary>Whether the first of two owns what both claim.</summary>
    internal static bool Precedes(Endpoint first, Endpoint second) =>
        (Rank(first), Rank(second)) is var (a, b) && (a != b ? a < b : first.Id.CompareTo(second.Id) < 0);

    static int Rank(Endpoint endpoint) => endpoint.IsOnPodNetwork ? 0 : endpoint.Kind == EndpointKind.Node ? 1 : 2;
}
