using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Merlon.Bench.Datapath;

/// <summary>
/// Both ends of a lane in the hands of one thread: what the client sends has passed the node and is at the server when
/// the call returns, so that no change of threads is in any time.
/// </summary>
sealed class Endpoints : IDisposable
{
    const int RoundTrips = 100;
    const int Connections = 25;
    const int Datagrams = 100;

    /// <summary>How many datagrams one sample sends to the closed port.</summary>
    public const int DeniedDatagrams = Datagrams - 1;

    const int BulkChunk = 64 << 10;
    const int BulkChunks = 32;
    const int BufferBytes = 4 << 20;
    const int HeaderBytes = 20 + 8;
    const ushort LowestPort = 1024;

    // A call that has not brought everything by its end was taken over by another thread of the kernel.
    const double Late = double.PositiveInfinity;

    readonly IPEndPoint _service;
    readonly SocketAddress _address;
    readonly Lane _lane;
    readonly Socket _listener;
    Socket _client;
    Socket _server;
    readonly Socket _raw;
    readonly Socket _open;
    readonly Socket _closed;
    readonly byte[] _byte = new byte[1];
    readonly byte[] _chunk = new byte[BulkChunk];
    readonly byte[] _packet = new byte[HeaderBytes + 4];
    int _port;

    public Endpoints(Lane lane)
    {
        _lane = lane;
        _service = new IPEndPoint(lane.ServerAddress, Node.ClientPort);
        _address = new IPEndPoint(lane.ServerAddress, 0).Serialize();
        (_listener, _open, _closed) = lane.Server.RunInside(() => (Listen(), Bind(Node.ClientPort), Bind(Node.DeniedPort)));
        (_client, _raw) = lane.Client.RunInside(() => (NewStream(), new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Raw)));
        _raw.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.HeaderIncluded, true);
        _client.Connect(_service);
        _server = _listener.Accept();
        WriteHeader();
    }

    /// <summary>
    /// Opens another connection for round trips and bulk, and warms it up: what windows one connection came to have is
    /// not to be in every round.
    /// </summary>
    public void Reconnect()
    {
        _client.Dispose();
        _server.Dispose();
        using (_lane.Client.Enter()) _client = NewStream();
        _client.Connect(_service);
        _server = _listener.Accept();
        _server.NoDelay = true;
        Bulk();
    }

    /// <summary>One byte there and back on an open connection: microseconds each.</summary>
    public double RoundTrip() => Time(RoundTrips, () =>
    {
        for (var i = 0; i < RoundTrips; i++) PingPong(_client, _server);
    });

    /// <summary>Connect, one byte there and back, close: microseconds each.</summary>
    public double Connect()
    {
        using (_lane.Client.Enter())
        {
            return Time(Connections, () =>
            {
                for (var i = 0; i < Connections; i++)
                {
                    using var client = NewStream();
                    client.Connect(_service);
                    using var server = _listener.Accept();
                    PingPong(client, server);
                }
            });
        }
    }

    /// <summary>The first datagram of a new flow: microseconds each, infinite where they were late.</summary>
    public double NewFlow()
    {
        var time = Time(Datagrams, () =>
        {
            for (var i = 0; i < Datagrams; i++) Send(Node.ClientPort);
        });
        return Drain(_open) == Datagrams ? time : Late;
    }

    /// <summary>
    /// A datagram of a new flow to a port that policies close; it passes where there is no ruleset. One that is allowed
    /// comes last and shows that none was late.
    /// </summary>
    public double Denied()
    {
        var time = Time(Datagrams, () =>
        {
            for (var i = 0; i < DeniedDatagrams; i++) Send(Node.DeniedPort);
            Send(Node.ClientPort);
        });
        PassedDenied = Drain(_closed);
        return Drain(_open) == 1 ? time : Late;
    }

    /// <summary>How many datagrams to the closed port came through, the last time.</summary>
    public int PassedDenied { get; private set; }

    /// <summary>A stream of large chunks: microseconds for a megabyte.</summary>
    public double Bulk() => Time(BulkChunk * BulkChunks >> 20, () =>
    {
        for (var i = 0; i < BulkChunks; i++)
        {
            _client.Send(_chunk);
            for (var left = BulkChunk; left > 0;) left -= _server.Receive(_chunk.AsSpan(0, left));
        }
    });

    public void Dispose()
    {
        foreach (var socket in new[] { _client, _server, _listener, _raw, _open, _closed }) socket.Dispose();
    }

    static double Time(int count, Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
    }

    void PingPong(Socket client, Socket server)
    {
        client.Send(_byte);
        server.Receive(_byte);
        server.Send(_byte);
        client.Receive(_byte);
    }

    void Send(int destinationPort)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(20), (ushort)(LowestPort + _port++ % (ushort.MaxValue - LowestPort)));
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(22), (ushort)destinationPort);
        _raw.SendTo(_packet, SocketFlags.None, _address);
    }

    void WriteHeader()
    {
        _packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(2), (ushort)_packet.Length);
        _packet[8] = 64;
        _packet[9] = (byte)ProtocolType.Udp;
        Lane.ClientAddress.TryWriteBytes(_packet.AsSpan(12), out _);
        _lane.ServerAddress.TryWriteBytes(_packet.AsSpan(16), out _);
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(24), (ushort)(_packet.Length - 20));
    }

    int Drain(Socket socket)
    {
        var count = 0;
        while (socket.Available > 0 || socket.Poll(0, SelectMode.SelectRead))
        {
            socket.Receive(_chunk);
            count++;
        }
        return count;
    }

    Socket Listen()
    {
        var listener = NewStream();
        listener.Bind(_service);
        listener.Listen(Connections);
        return listener;
    }

    Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(_lane.ServerAddress, port));
        return socket;
    }

    static Socket NewStream() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        SendBufferSize = BufferBytes,
        ReceiveBufferSize = BufferBytes,
    };
}
