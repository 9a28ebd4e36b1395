using System.Net.Sockets;
using Merlon.Conformance.Tests.Packets;
using Merlon.Model;

namespace Merlon.Conformance.Tests.Rig;

/// <summary>
/// A node to send packets through: a namespace that forwards from <c>r0</c> to <c>r1</c>, and one around it that holds
/// the other ends <c>o0</c> and <c>o1</c>. What is put into <c>o0</c> and comes out at <c>o1</c> has passed the forward
/// hook; what a raw socket of the node gets has passed its input hook.
/// </summary>
sealed class NodeRig : IDisposable
{
    /// <summary>Less than any queue on the way can hold (<c>netdev_max_backlog</c> is 1,000, receive buffers hold more).</summary>
    public const int MaxBatch = 200;

    const int MaxTries = 5;
    const int ReceiveBufferBytes = 16 << 20;
    const int SentinelWaitMilliseconds = 10_000;
    const int SocketLevel = 1;
    const int ForcedReceiveBuffer = 33;
    const int MaxFrame = 2048;

    const string NoTracking = """
        table inet rig_setup {
            chain no_tracking {
                type filter hook prerouting priority raw; policy accept;
                notrack
            }
        }
        """;

    const string Setup = """
        table inet rig_setup {
            chain no_answers {
                type filter hook output priority raw; policy drop;
            }
        }
        """;

    static readonly TestPacket Sentinel = new(IpAddress.Parse("192.0.2.1"), IpAddress.Parse("192.0.2.2"), Protocol.Udp, 9);

    readonly NamespaceThread _node = new();
    readonly NamespaceThread _around = new();
    readonly Socket _sender;
    readonly Socket _forwarded;
    readonly List<(Socket Socket, Protocol Protocol, IpFamily Family)> _received = [];
    readonly byte[] _frame = new byte[MaxFrame];
    IpAddress[] _own = [];
    uint _nextId = 1;

    /// <param name="tracks">Whether the node tracks connections, as rules on their state need.</param>
    public NodeRig(bool tracks = false)
    {
        _around.Run(() => WriteSettings("ipv6/conf/default/disable_ipv6=1", "ipv6/conf/all/disable_ipv6=1"));
        _node.Run(BuildNode);
        if (!tracks) _node.Run(() => Tool.Run("nft", ["-f", "-"], NoTracking));
        _around.Run(() => Tool.Run("ip", ["-batch", "-"], "link set o0 up\nlink set o1 up\n"));
        _around.StayOnOneProcessor();
        (_sender, _forwarded) = _around.Run(() => (PacketSocket("o0", PacketEndPoint.NoFrames), PacketSocket("o1", PacketEndPoint.AllFrames)));
        _node.Run(OpenRawSockets);
    }

    /// <summary>
    /// The addresses of the sentinel that ends each batch: a world must let it pass.
    /// </summary>
    public static IReadOnlyList<IpAddress> SentinelAddresses => [Sentinel.Source, Sentinel.Destination];

    /// <summary>How often a batch was sent again because its sentinel did not arrive.</summary>
    public int RepeatedBatches { get; private set; }

    /// <summary>Makes the namespace the node with these addresses and this ruleset; what was loaded before is gone.</summary>
    public void Become(IEnumerable<IpAddress> addresses, string table, string ruleset) =>
        Become(addresses, () => Tool.Run("nft", ["-f", "-"], $"table inet {table}\ndelete table inet {table}\n{ruleset}"));

    /// <summary>The same with anything that loads rules in the node.</summary>
    public void Become(IEnumerable<IpAddress> addresses, Action load) => _node.Run(() =>
    {
        // Routes are there at once; an address of IPv6 is its node's only when a worker of the kernel has come by.
        var gone = string.Concat(_own.Select(address => $"route del local {address} dev lo\n"));
        _own = [.. addresses];
        var own = string.Concat(_own.Select(address => $"route add local {address} dev lo\n"));
        Tool.Run("ip", ["-batch", "-"], gone + own);
        load();
    });

    /// <summary>Lists the ruleset as text and as JSON; either fails where nft cannot print what is loaded.</summary>
    public (string Text, string Json) ListRuleset() =>
        _node.Run(() => (Tool.Run("nft", ["list", "ruleset"]), Tool.Run("nft", ["-j", "list", "ruleset"])));

    /// <summary>Sends the packets, at most <see cref="MaxBatch"/>, and tells of each whether it arrived.</summary>
    public bool[] Send(IReadOnlyList<TestPacket> packets) => _around.Run(() =>
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(packets.Count, MaxBatch);
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (TrySend(packets) is { } arrived) return arrived;
            RepeatedBatches++;
        }
        throw new InvalidOperationException("The sentinel of a batch is lost again and again: the rig or the ruleset drops what no policy governs.");
    });

    public void Dispose()
    {
        _sender.Dispose();
        _forwarded.Dispose();
        foreach (var (socket, _, _) in _received) socket.Dispose();
        _around.Dispose();
        _node.Dispose();
    }

    void BuildNode()
    {
        WriteSettings(
            "ipv4/conf/all/rp_filter=0", "ipv4/conf/default/rp_filter=0", "ipv4/ip_forward=1",
            "ipv6/conf/all/forwarding=1", "ipv6/conf/default/forwarding=1", "ipv6/conf/default/accept_dad=0");
        Tool.Run("nft", ["-f", "-"], Setup);
        Tool.Run("ip", ["-batch", "-"], $"""
            link set lo up
            link add r0 address {PacketWriter.NodeMac} type veth peer name o0 netns {_around.FilePath}
            link add r1 address 02:00:00:00:00:02 type veth peer name o1 address 02:00:00:00:00:03 netns {_around.FilePath}
            link set r0 up
            link set r1 up
            neigh add 169.254.0.2 lladdr 02:00:00:00:00:03 dev r1 nud permanent
            neigh add fe80::2 lladdr 02:00:00:00:00:03 dev r1 nud permanent
            route add default via 169.254.0.2 dev r1 onlink
            route add ::/0 via fe80::2 dev r1 onlink

            """);
    }

    static void WriteSettings(params IEnumerable<string> settings)
    {
        foreach (var setting in settings)
        {
            var parts = setting.Split('=');
            File.WriteAllText($"/proc/sys/net/{parts[0]}", parts[1]);
        }
    }

    static Socket PacketSocket(string device, ushort etherType)
    {
        // Without a protocol it hears nothing until it is bound to its interface.
        var socket = new Socket(AddressFamily.Packet, SocketType.Raw, 0);
        Widen(socket);
        socket.ReceiveTimeout = SentinelWaitMilliseconds;
        socket.Bind(new PacketEndPoint(InterfaceIndex(device), etherType));
        return socket;
    }

    static int InterfaceIndex(string device) =>
        int.Parse(Tool.Run("ip", ["-o", "link", "show", device]).Split(':')[0], System.Globalization.CultureInfo.InvariantCulture);

    void OpenRawSockets()
    {
        foreach (var protocol in new[] { Protocol.Tcp, Protocol.Udp, Protocol.Sctp, Protocol.Icmp, Protocol.IcmpV6 })
        {
            if (protocol != Protocol.IcmpV6) Open(IpFamily.IPv4, protocol);
            if (protocol != Protocol.Icmp) Open(IpFamily.IPv6, protocol);
        }

        void Open(IpFamily family, Protocol protocol)
        {
            var socket = RawSocket.Open(family, protocol);
            socket.Blocking = false;
            Widen(socket);
            _received.Add((socket, protocol, family));
        }
    }

    static void Widen(Socket socket) => socket.SetRawSocketOption(SocketLevel, ForcedReceiveBuffer, BitConverter.GetBytes(ReceiveBufferBytes));

    // Null where the sentinel was lost, and others may have been.
    bool[]? TrySend(IReadOnlyList<TestPacket> packets)
    {
        var first = _nextId;
        _nextId += (uint)packets.Count + 1;
        var sentinel = _nextId - 1;
        for (var i = 0; i < packets.Count; i++) Put(packets[i], first + (uint)i);
        Put(Sentinel, sentinel);

        var arrived = new bool[packets.Count];
        // INVARIANT: one queue of one processor carries everything in order, so before the sentinel comes all that will.
        while (true)
        {
            var length = _forwarded.Receive(_frame, SocketFlags.None, out var error);
            if (error is SocketError.WouldBlock or SocketError.TimedOut) return null;
            if (error != SocketError.Success) throw new SocketException((int)error);
            if (PacketReader.FindId(_frame.AsSpan(0, length)) is not { } id) continue;
            if (id == sentinel) break;
            Mark(id);
        }
        foreach (var (socket, protocol, family) in _received)
        {
            while (true)
            {
                var length = socket.Receive(_frame, SocketFlags.None, out var error);
                if (error == SocketError.WouldBlock) break;
                if (error != SocketError.Success) throw new SocketException((int)error);
                if (PacketReader.FindId(_frame.AsSpan(0, length), protocol, family) is { } id) Mark(id);
            }
        }
        return arrived;

        void Mark(uint id)
        {
            // What is left of a batch that was given up is none of ours.
            if (id - first < (uint)arrived.Length) arrived[id - first] = true;
        }
    }

    void Put(TestPacket packet, uint id)
    {
        var length = PacketWriter.Write(_frame, packet, id);
        _sender.Send(_frame.AsSpan(0, length));
    }
}
