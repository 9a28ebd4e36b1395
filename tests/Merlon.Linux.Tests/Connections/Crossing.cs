using Merlon.Linux.Namespaces;
using Merlon.Linux.Nftables;
using Merlon.Linux.Tests.Nftables;

namespace Merlon.Linux.Tests.Connections;

/// <summary>Remote pods, a node that forwards, and its pods: three namespaces in a row, of both versions of IP.</summary>
sealed class Crossing : IDisposable
{
    const string RemoteMac = "02:00:00:00:00:01";
    const string NodeMac = "02:00:00:00:00:02";
    const string LocalMac = "02:00:00:00:00:03";

    readonly Sandbox _node = new();

    public Crossing()
    {
        Remote.RunInside(() =>
        {
            var remote = PathOfThisThread();
            Local.RunInside(() =>
            {
                var local = PathOfThisThread();
                Node.RunInside(() => BuildNode(remote, local));
            });
        });
        Remote.RunInside(() => BuildEnd("p0", SmallWorld.RemoteAddresses));
        Local.RunInside(() => BuildEnd("p1", SmallWorld.LocalAddresses));
        Node.RunInside(() => Tool.Run("nft", ["-f", "-"], $$"""
            table inet proxy {
                chain translate {
                    type nat hook prerouting priority dstnat; policy accept;
                    ip daddr {{SmallWorld.ServiceV4}} dnat ip to {{SmallWorld.ServerV4}}
                    ip6 daddr {{SmallWorld.ServiceV6}} dnat ip6 to {{SmallWorld.ServerV6}}
                }
            }
            """));
    }

    public NetworkNamespace Remote { get; } = NetworkNamespace.Create();

    public NetworkNamespace Local { get; } = NetworkNamespace.Create();

    public NetworkNamespace Node => _node.Namespace;

    public NftablesDevice Device => _node.Device;

    /// <summary>A device as another run of the program would open it.</summary>
    public NftablesDevice OpenDevice() => _node.OpenDevice();

    /// <summary>The namespace in which an address is.</summary>
    public NetworkNamespace Of(string address) =>
        SmallWorld.RemoteAddresses.Contains(address) ? Remote : SmallWorld.LocalAddresses.Contains(address) ? Local : Node;

    public string Nft(params string[] arguments) => _node.Nft(arguments);

    public void LoadText(string text) => _node.LoadText(text);

    public void Dispose()
    {
        _node.Dispose();
        Remote.Dispose();
        Local.Dispose();
    }

    static string PathOfThisThread() => $"/proc/{new FileInfo("/proc/thread-self").LinkTarget}/ns/net";

    static void BuildNode(string remote, string local)
    {
        File.WriteAllText("/proc/sys/net/ipv4/ip_forward", "1");
        File.WriteAllText("/proc/sys/net/ipv6/conf/all/forwarding", "1");
        Tool.Run("ip", ["-batch", "-"], $"""
            link set lo up
            link add n0 address {NodeMac} type veth peer name p0 address {RemoteMac} netns {remote}
            link add n1 address {NodeMac} type veth peer name p1 address {LocalMac} netns {local}
            link set n0 up
            link set n1 up
            addr add {SmallWorld.NodeV4}/32 dev n1
            addr add {SmallWorld.NodeV6}/128 dev n1 nodad
            {Lines(SmallWorld.RemoteAddresses, address => $"neigh add {address} lladdr {RemoteMac} dev n0 nud permanent\nroute add {address} dev n0")}
            {Lines(SmallWorld.LocalAddresses, address => $"neigh add {address} lladdr {LocalMac} dev n1 nud permanent\nroute add {address} dev n1")}

            """);
    }

    static void BuildEnd(string device, IEnumerable<string> addresses) => Tool.Run("ip", ["-batch", "-"], $"""
        link set lo up
        link set {device} up
        {Lines(addresses, address => $"addr add {address} dev {device} nodad".Replace(address.Contains(':', StringComparison.Ordinal) ? "\0" : " nodad", "", StringComparison.Ordinal))}
        neigh add 169.254.0.1 lladdr {NodeMac} dev {device} nud permanent
        neigh add fe80::1 lladdr {NodeMac} dev {device} nud permanent
        route add default via 169.254.0.1 dev {device} onlink
        route add default via fe80::1 dev {device}

        """);

    static string Lines(IEnumerable<string> addresses, Func<string, string> line) => string.Join('\n', addresses.Select(line));
}
