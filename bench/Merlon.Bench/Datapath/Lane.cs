using System.Net;
using Merlon.Linux.Namespaces;

namespace Merlon.Bench.Datapath;

/// <summary>A client, a node that forwards and may have a ruleset, and a server: three namespaces in a row.</summary>
sealed class Lane : IDisposable
{
    public static readonly IPAddress ClientAddress = IPAddress.Parse("10.2.0.2");

    const string ClientMac = "02:00:00:00:00:01";
    const string NodeMac = "02:00:00:00:00:02";
    const string ServerMac = "02:00:00:00:00:03";

    /// <param name="serverAddress">The server's address: that of a pod of the node.</param>
    public Lane(IPAddress serverAddress)
    {
        ServerAddress = serverAddress;
        Client.RunInside(() =>
        {
            var client = PathOfThisThread();
            Server.RunInside(() =>
            {
                var server = PathOfThisThread();
                Node.RunInside(() => BuildNode(client, server));
            });
        });
        Client.RunInside(() => BuildEnd("c0", ClientAddress));
        Server.RunInside(() => BuildEnd("s0", serverAddress));
    }

    public NetworkNamespace Client { get; } = NetworkNamespace.Create();

    public NetworkNamespace Node { get; } = NetworkNamespace.Create();

    public NetworkNamespace Server { get; } = NetworkNamespace.Create();

    public IPAddress ServerAddress { get; }

    public void Dispose()
    {
        Client.Dispose();
        Node.Dispose();
        Server.Dispose();
    }

    static string PathOfThisThread() => $"/proc/{new FileInfo("/proc/thread-self").LinkTarget}/ns/net";

    void BuildNode(string client, string server)
    {
        File.WriteAllText("/proc/sys/net/ipv4/ip_forward", "1");
        File.WriteAllText("/proc/sys/net/ipv4/conf/all/rp_filter", "0");
        File.WriteAllText("/proc/sys/net/ipv4/conf/default/rp_filter", "0");
        Tool.Run("ip", ["-batch", "-"], $"""
            link set lo up
            link add n0 address {NodeMac} type veth peer name c0 address {ClientMac} netns {client}
            link add n1 address {NodeMac} type veth peer name s0 address {ServerMac} netns {server}
            link set n0 up
            link set n1 up
            neigh add {ClientAddress} lladdr {ClientMac} dev n0 nud permanent
            neigh add {ServerAddress} lladdr {ServerMac} dev n1 nud permanent
            route add {ClientAddress}/32 dev n0
            route add {ServerAddress}/32 dev n1

            """);
    }

    static void BuildEnd(string device, IPAddress address) => Tool.Run("ip", ["-batch", "-"], $"""
        link set lo up
        link set {device} up
        addr add {address}/32 dev {device}
        neigh add 169.254.0.1 lladdr {NodeMac} dev {device} nud permanent
        route add default via 169.254.0.1 dev {device} onlink

        """);
}
