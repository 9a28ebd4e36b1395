using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Merlon.Linux.Tests.Nftables;

/// <summary>
/// Sends datagrams of denied flows as fast as one thread can, each from another source port than the one before, and
/// among them some of an allowed flow.
/// </summary>
sealed class Flood : IDisposable
{
    const int AllowedOneIn = 16;
    const int HeaderBytes = 20 + 8;
    const int SourceAt = 12;
    const int DestinationAt = 16;
    const int SourcePortAt = 20;
    const ushort LowestPort = 1024;
    const ushort DestinationPort = 9000;

    // Few ports: each makes an entry of connection tracking, which the denied flows do not.
    const int AllowedPorts = 64;

    readonly Thread _thread;
    readonly Socket _socket;
    volatile bool _isOver;
    long _sent;

    public Flood(ForwardingNode node, TestFlow allowed, params IReadOnlyList<TestFlow> denied)
    {
        _socket = node.Around.RunInside(() => new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Raw));
        _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.HeaderIncluded, true);
        _thread = new Thread(() => Send(allowed, denied)) { IsBackground = true, Name = "flood" };
        _thread.Start();
    }

    /// <summary>How many packets were sent, of all flows.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Waits until so many more packets were sent.</summary>
    public void Await(int packets)
    {
        var target = Sent + packets;
        while (Sent < target) Thread.Sleep(1);
    }

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
        _socket.Dispose();
    }

    void Send(TestFlow allowed, IReadOnlyList<TestFlow> denied)
    {
        var packet = new byte[HeaderBytes + 4];
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        packet[8] = 64;
        packet[9] = (byte)ProtocolType.Udp;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(22), DestinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(24), (ushort)(packet.Length - 20));
        var port = 0;
        var allowedTo = new IPEndPoint(allowed.Destination, 0).Serialize();
        var deniedTo = denied.Select(flow => new IPEndPoint(flow.Destination, 0).Serialize()).ToArray();
        for (var i = 0; !_isOver; i++)
        {
            var isAllowed = i % AllowedOneIn == 0;
            var flow = isAllowed ? allowed : denied[i % denied.Count];
            port = (port + 1) % (ushort.MaxValue - LowestPort);
            flow.Source.TryWriteBytes(packet.AsSpan(SourceAt), out _);
            flow.Destination.TryWriteBytes(packet.AsSpan(DestinationAt), out _);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(SourcePortAt), (ushort)(LowestPort + (isAllowed ? port % AllowedPorts : port)));
            _socket.SendTo(packet, SocketFlags.None, isAllowed ? allowedTo : deniedTo[i % denied.Count]);
            Interlocked.Increment(ref _sent);
        }
    }
}
