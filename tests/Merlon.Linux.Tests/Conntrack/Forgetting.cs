using System.Net;
using System.Net.Sockets;
using Merlon.Linux.Conntrack;
using Merlon.Linux.Tests.Nftables;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Linux.Tests.Conntrack;

public class Forgetting
{
    static readonly IPAddress[] Servers = [IPAddress.Parse("127.0.0.2"), IPAddress.Parse("127.0.0.3"), IPAddress.IPv6Loopback];

    [Fact]
    public void Connections_of_one_address_are_forgotten()
    {
        using var sandbox = Tracking();
        using var device = sandbox.Namespace.RunInside(ConntrackDevice.Open);
        sandbox.Namespace.RunInside(Send);
        Assert.Equal(1, device.Forget(IpAddress.Parse("127.0.0.2")));
        Assert.Equal(0, device.Forget(IpAddress.Parse("127.0.0.2")));
        Assert.Equal(1, device.Forget(IpAddress.Parse("::1")));
        Assert.Equal(1, device.Forget(IpAddress.Parse("127.0.0.3")));
    }

    [Fact]
    public void Many_connections_are_forgotten_at_once()
    {
        const int connections = 2000;
        using var sandbox = Tracking();
        using var device = sandbox.Namespace.RunInside(ConntrackDevice.Open);
        sandbox.Namespace.RunInside(() =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            for (var port = 1; port <= connections; port++) socket.SendTo([1], new IPEndPoint(Servers[0], port));
        });
        Assert.Equal(connections, device.Forget(IpAddress.Parse("127.0.0.2")));
    }

    [Fact]
    public void All_connections_are_forgotten()
    {
        using var sandbox = Tracking();
        using var device = sandbox.Namespace.RunInside(ConntrackDevice.Open);
        sandbox.Namespace.RunInside(Send);
        device.Flush();
        foreach (var server in Servers) Assert.Equal(0, device.Forget(IpAddress.Parse(server.ToString())));
    }

    // Connections are tracked only where a rule looks at their state.
    static Sandbox Tracking()
    {
        var sandbox = new Sandbox();
        sandbox.Namespace.RunInside(() => Tool.Run("ip", "link", "set", "lo", "up"));
        NftRule rule = new NftRule.Decide([new NftMatch.EstablishedOrRelated()], NftVerdict.Accept, "");
        sandbox.Device.Load(new NftTable(Names.TableA, [], [], [new NftChain(NftName.Fixed("base_input"), NftHook.Input, 0, [rule])]));
        return sandbox;
    }

    // Nobody has to listen: what is sent is tracked.
    static void Send()
    {
        List<Socket> listeners = [];
        foreach (var server in Servers)
        {
            var listener = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            listener.Bind(new IPEndPoint(server, 0));
            listeners.Add(listener);
            using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.SendTo([1], listener.LocalEndPoint!);
        }
        foreach (var listener in listeners) listener.Dispose();
    }
}
