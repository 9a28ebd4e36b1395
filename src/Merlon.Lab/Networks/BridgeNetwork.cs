using System.Collections.Immutable;
using Merlon.Lab.Planning;
using Merlon.Model;

namespace Merlon.Lab.Networks;

/// <summary>
/// A bridge on the node, with a gateway's address in each of the node's pod ranges. Pods of one node reach each other
/// over the bridge alone; the bridge shows such packets to the filters of IP (<c>nf_call_iptables</c>).
/// </summary>
sealed class BridgeNetwork : IPodNetwork
{
    const string Bridge = "cni0";

    static readonly IpFamily[] Families = [IpFamily.IPv4, IpFamily.IPv6];

    readonly LabPlace _node;
    readonly List<LabPlace> _pods;
    readonly ImmutableArray<Cidr> _ranges;
    readonly Dictionary<IpFamily, IpAddress> _gateways;

    public BridgeNetwork(LabPlace node, List<LabPlace> pods, LabPlan plan)
    {
        (_node, _pods) = (node, pods);
        var taken = plan.Places.SelectMany(place => place.Addresses).ToHashSet();
        var ranges = plan.Evaluator.Cluster.Endpoints.First(endpoint => endpoint.Id.Text == node.Id).PodRanges;
        // A range in which another node's pods live too is no common link.
        _ranges = [.. ranges.Where(range => plan.Pods.All(pod => pod.Node == node.Node || !pod.Addresses.Any(range.Contains)))];
        _gateways = Families.ToDictionary(
            family => family, family => Gateway(ranges.First(range => range.Family == family), taken));
    }

    public IEnumerable<string> NodeCommands()
    {
        yield return $"link add {Bridge} type bridge forward_delay 0 mcast_snooping 0 nf_call_iptables 1 nf_call_ip6tables 1";
        foreach (var gateway in _gateways.Values) yield return Topology.Address(gateway, PrefixLength(gateway), Bridge);
        yield return $"link set {Bridge} up";
        foreach (var address in _pods.SelectMany(pod => pod.Addresses).Where(IsOffLink))
        {
            yield return Topology.Route(address, $"dev {Bridge} src {_node.Address(address.Family)}");
        }
    }

    public IEnumerable<string> NodeCommands(LabPlace pod, string port) =>
        [$"link set {port} master {Bridge}", $"link set {port} up"];

    public IEnumerable<string> PodCommands(LabPlace pod)
    {
        yield return "link set lo up";
        foreach (var address in pod.Addresses) yield return Topology.Address(address, PrefixLength(address), "eth0");
        yield return "link set eth0 up";
        // Neighbours on the bridge whose address does not show it.
        foreach (var address in _pods.Where(other => other != pod).SelectMany(other => other.Addresses))
        {
            if (IsOffLink(address) || pod.Addresses.Any(own => own.Family == address.Family && IsOffLink(own)))
            {
                yield return Topology.Route(address, "dev eth0");
            }
        }
        foreach (var family in Families)
        {
            yield return $"route add default via {_gateways[family]} dev eth0 src {pod.Address(family)} onlink";
        }
    }

    int PrefixLength(IpAddress address) =>
        _ranges.Where(range => range.Contains(address))
            .Select(range => range.PrefixLength)
            .DefaultIfEmpty(address.Bits)
            .Max();

    bool IsOffLink(IpAddress address) => !_ranges.Any(range => range.Contains(address));

    static IpAddress Gateway(Cidr range, HashSet<IpAddress> taken)
    {
        for (var value = range.First.Value + 1; value < range.Last.Value; value++)
        {
            var address = IpAddress.Create(range.Family, value);
            if (!taken.Contains(address)) return address;
        }
        throw new LabException($"no address of {range} is left for the bridge");
    }
}
