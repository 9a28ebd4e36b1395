using System.Collections.Immutable;
using System.Globalization;
using Merlon.Lab.Planning;
using Merlon.Model;

namespace Merlon.Lab.Networks;

/// <summary>The network of a lab: namespaces, links between them, and the setup of each.</summary>
/// <remarks>
/// A core joins the nodes and the outside. Every interface of the core has one link-local address for each IP version,
/// which is the gateway of what is behind it. The outside has every address that nothing else has.
/// </remarks>
public sealed record Topology(ImmutableArray<Link> Links, ImmutableArray<NetnsSetup> Setups)
{
    const string CoreNetns = "core";
    const string CoreGateway4 = "169.254.0.1";
    const string CoreGateway6 = "fe80::c0";
    const string OutsideGateway4 = "169.254.0.2";
    const string OutsideGateway6 = "fe80::c1";

    /// <summary>Looked up before the table of local addresses: what is not outside.</summary>
    const string ClusterTable = "100";

    public IEnumerable<string> Namespaces => Setups.Select(setup => setup.Netns);

    public static Topology Of(LabPlan plan)
    {
        var nodes = plan.Nodes.ToList();
        var pods = plan.Pods.ToLookup(pod => pod.Node, StringComparer.Ordinal);
        var links = ImmutableArray.CreateBuilder<Link>();
        var setups = ImmutableArray.CreateBuilder<NetnsSetup>();
        var core = new List<string>();
        AddPort(core, "outside");
        links.Add(new Link(PlaceList.OutsideNetns, "eth0", CoreNetns, "outside"));
        for (var i = 0; i < nodes.Count; i++)
        {
            var port = string.Create(CultureInfo.InvariantCulture, $"node{i}");
            var local = pods[nodes[i].Node].ToList();
            links.Add(new Link(nodes[i].Netns, "eth0", CoreNetns, port));
            AddPort(core, port);
            foreach (var address in nodes[i].Addresses) core.Add(Route(address, $"dev {port}"));
            foreach (var address in local.SelectMany(pod => pod.Addresses))
            {
                core.Add(Route(address, $"via {nodes[i].Address(address.Family)} dev {port}"));
            }
            AddNode(plan, nodes[i], local, links, setups);
        }
        core.Add($"route add default via {OutsideGateway4} dev outside onlink");
        core.Add($"route add default via {OutsideGateway6} dev outside onlink");
        setups.Add(new NetnsSetup(CoreNetns, Settings.Router, [.. core]));
        setups.Add(Outside(plan));
        return new Topology(links.ToImmutable(), setups.ToImmutable());
    }

    /// <summary>A route to one address.</summary>
    internal static string Route(IpAddress address, string how) => $"route add {Cidr.Of(address)} {how}";

    static void AddNode(
        LabPlan plan, LabPlace node, List<LabPlace> pods, ImmutableArray<Link>.Builder links, ImmutableArray<NetnsSetup>.Builder setups)
    {
        var commands = new List<string> { "link set lo up" };
        foreach (var address in node.Addresses) commands.Add(Address(address, address.Bits, "eth0"));
        commands.Add("link set eth0 up");
        commands.Add($"route add default via {CoreGateway4} dev eth0 src {node.Address(IpFamily.IPv4)} onlink");
        commands.Add($"route add default via {CoreGateway6} dev eth0 src {node.Address(IpFamily.IPv6)} onlink");
        IPodNetwork network = plan.Options.Network switch
        {
            LabNetwork.Routed => new RoutedNetwork(node),
            LabNetwork.Bridge => new BridgeNetwork(node, pods, plan),
            _ => throw new InvalidOperationException($"A {plan.Options.Network} network cannot be built."),
        };
        commands.AddRange(network.NodeCommands());
        for (var i = 0; i < pods.Count; i++)
        {
            var port = string.Create(CultureInfo.InvariantCulture, $"pod{i}");
            links.Add(new Link(pods[i].Netns, "eth0", node.Netns, port));
            commands.AddRange(network.NodeCommands(pods[i], port));
            setups.Add(new NetnsSetup(pods[i].Netns, Settings.Host, [.. network.PodCommands(pods[i])]));
        }
        setups.Add(new NetnsSetup(node.Netns, Settings.Router, [.. commands]));
    }

    /// <summary>Adds an address to an interface, usable at once.</summary>
    internal static string Address(IpAddress address, int prefixLength, string @interface) => string.Create(
        CultureInfo.InvariantCulture,
        $"address add {address}/{prefixLength} dev {@interface}{(address.Family == IpFamily.IPv6 ? " nodad" : "")}");

    static void AddPort(List<string> core, string port)
    {
        if (core.Count == 0) core.Add("link set lo up");
        core.Add($"address add {CoreGateway4}/32 dev {port}");
        core.Add($"address add {CoreGateway6}/64 dev {port} nodad");
        core.Add($"link set {port} up");
    }

    // What is in the cluster is behind the core; every other address is local.
    static NetnsSetup Outside(LabPlan plan)
    {
        var commands = new List<string>
        {
            "link set lo up",
            $"address add {OutsideGateway4}/32 dev eth0",
            $"address add {OutsideGateway6}/64 dev eth0 nodad",
            "link set eth0 up",
            $"route add {CoreGateway4}/32 dev eth0 table {ClusterTable}",
        };
        foreach (var address in plan.Places.Where(place => place.Kind != PlaceKind.Outside).SelectMany(place => place.Addresses))
        {
            var gateway = address.Family == IpFamily.IPv4 ? CoreGateway4 : CoreGateway6;
            commands.Add(Route(address, $"via {gateway} dev eth0 onlink table {ClusterTable}"));
        }
        // Last: a gateway must not be a local address yet.
        commands.Add("route add local default dev lo table local");
        commands.Add("route add local ::/0 dev lo table local");
        return new NetnsSetup(PlaceList.OutsideNetns, Settings.AnyAddress, [.. commands])
        {
            Rules = [$"rule add pref 10 lookup {ClusterTable}", "rule add pref 100 lookup local", "rule del pref 0 lookup local"],
        };
    }
}
