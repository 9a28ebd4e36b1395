using Merlon.Lab.Planning;
using Merlon.Model;

namespace Merlon.Lab.Networks;

/// <summary>A link for each pod, with the same link-local gateway at its end, and a route to each of its addresses.</summary>
sealed class RoutedNetwork(LabPlace node) : IPodNetwork
{
    const string Gateway4 = "169.254.1.1";
    const string Gateway6 = "fe80::1";

    public IEnumerable<string> NodeCommands() => [];

    public IEnumerable<string> NodeCommands(LabPlace pod, string port) =>
    [
        $"address add {Gateway4}/32 dev {port}",
        $"address add {Gateway6}/64 dev {port} nodad",
        $"link set {port} up",
        .. pod.Addresses.Select(address => Topology.Route(address, $"dev {port} src {node.Address(address.Family)}")),
    ];

    public IEnumerable<string> PodCommands(LabPlace pod) =>
    [
        "link set lo up",
        .. pod.Addresses.Select(address => Topology.Address(address, address.Bits, "eth0")),
        "link set eth0 up",
        $"route add default via {Gateway4} dev eth0 src {pod.Address(IpFamily.IPv4)} onlink",
        $"route add default via {Gateway6} dev eth0 src {pod.Address(IpFamily.IPv6)} onlink",
    ];
}
