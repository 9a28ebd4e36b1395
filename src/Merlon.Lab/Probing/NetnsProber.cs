using System.Collections.Frozen;
using System.Collections.Immutable;
using Merlon.Lab.Kernel;
using Merlon.Lab.Planning;
using Merlon.Linux.Sockets;
using Merlon.Model;
using Protocol = Merlon.Model.Protocol;

namespace Merlon.Lab.Probing;

/// <summary>One namespace during a window: listens at all asked ports of its places, sends their probes, notes what it sees.</summary>
sealed class NetnsProber(
    string netns,
    ImmutableArray<LabPlace> places,
    ImmutableArray<ProbePort> ports,
    ImmutableArray<Probe> probes,
    ProbeBoard board,
    FrozenDictionary<(IpAddress Address, ushort Port), int> byTcpPort,
    FrozenDictionary<IpAddress, ushort> packetPorts)
{
    const int ProbesBetweenGlances = 32;

    static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(20);

    readonly List<IDisposable> _held = [];
    readonly List<Watched> _watched = [];
    readonly Dictionary<(IpAddress Address, Protocol Protocol), NetSocket> _senders = [];

    /// <param name="ready">Signalled when the namespace listens; sending starts when all do.</param>
    /// <param name="sent">Signalled when all probes are sent.</param>
    /// <param name="failed">Is given what goes wrong.</param>
    /// <param name="stop">Ends the work.</param>
    public Thread Start(CountdownEvent ready, CountdownEvent sent, Action<Exception> failed, CancellationToken stop) =>
        NetnsThread.Start(netns, () => Work(ready, sent, stop), failed);

    void Work(CountdownEvent ready, CountdownEvent sent, CancellationToken stop)
    {
        try
        {
            foreach (var address in places.SelectMany(place => place.Addresses)) Open(address);
            var poll = new SocketPoll([.. _watched.Select(watched => watched.Socket)]);
            ready.Signal();
            ready.Wait(stop);
            for (var i = 0; i < probes.Length; i++)
            {
                Send(probes[i]);
                if (i % ProbesBetweenGlances == 0) Receive(poll, TimeSpan.Zero);
                stop.ThrowIfCancellationRequested();
            }
            sent.Signal();
            while (!stop.IsCancellationRequested) Receive(poll, Wait);
        }
        finally
        {
            foreach (var held in _held) held.Dispose();
        }
    }

    void Open(IpAddress address)
    {
        foreach (var protocol in ports.Select(port => port.ProtocolIn(address.Family)).Distinct())
        {
            if (protocol == Protocol.Udp)
            {
                _senders[(address, protocol)] = Watch(
                    NetSocket.Udp(address, packetPorts[address]), address, Saw.UdpAnswer);
                continue;
            }
            var what = protocol == Protocol.Tcp ? Saw.Tcp : protocol == Protocol.Sctp ? Saw.Sctp : Saw.Echo;
            _senders[(address, protocol)] = Watch(NetSocket.Raw(address, protocol), address, what);
        }
        foreach (var port in ports)
        {
            if (port.Protocol == Protocol.Udp) Watch(NetSocket.Udp(address, port.Number), address, Saw.UdpRequest);
            else if (port.Protocol == Protocol.Tcp) _held.Add(NetSocket.Listener(address, port.Number));
        }
    }

    NetSocket Watch(NetSocket socket, IpAddress address, Saw what)
    {
        _held.Add(socket);
        _watched.Add(new Watched(socket, address, what));
        return socket;
    }

    void Send(Probe probe)
    {
        var (protocol, source) = (probe.Flow.Protocol, board.SourcePort(probe));
        if (protocol == Protocol.Tcp)
        {
            _held.Add(NetSocket.Connect(probe.Source, source, probe.Destination, probe.Flow.Port));
            return;
        }
        var sender = _senders[(probe.Source, protocol)];
        if (protocol == Protocol.Udp)
        {
            Span<byte> payload = stackalloc byte[Packets.PayloadBytes];
            Packets.WritePayload(payload, probe.Index);
            sender.Send(payload, probe.Destination, probe.Flow.Port);
        }
        else if (protocol == Protocol.Sctp)
        {
            sender.Send(Packets.SctpInit(source, probe.Flow.Port, probe.Index), probe.Destination, 0);
        }
        else sender.Send(Packets.Echo(probe.Family, source, probe.Index), probe.Destination, 0);
    }

    void Receive(SocketPoll poll, TimeSpan wait)
    {
        Span<byte> buffer = stackalloc byte[2048];
        Span<byte> name = stackalloc byte[28];
        foreach (var ready in poll.Ready(wait))
        {
            var watched = _watched[ready];
            while (watched.Socket.TryReceive(buffer, name, out var received)) Note(watched, buffer[..received], name);
        }
    }

    void Note(Watched watched, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> name)
    {
        switch (watched.What)
        {
            case Saw.UdpRequest:
                board.Saw(Packets.ReadPayload(packet), Observation.Arrived);
                watched.Socket.SendTo(packet, name);
                break;
            case Saw.UdpAnswer:
                board.Saw(Packets.ReadPayload(packet), Observation.Answered);
                break;
            case Saw.Sctp:
                board.Saw(Packets.ReadSctpInit(Packets.Content(packet, watched.Address.Family)), Observation.Arrived);
                break;
            case Saw.Echo:
                var (isRequest, isReply, probe) = Packets.ReadEcho(Packets.Content(packet, watched.Address.Family));
                if (isRequest || isReply) board.Saw(probe, isReply ? Observation.Answered : Observation.Arrived);
                break;
            case Saw.Tcp:
                NoteTcp(watched.Address, Packets.Content(packet, watched.Address.Family), name);
                break;
            default:
                throw new InvalidOperationException($"Nothing is known of a {watched.What}.");
        }
    }

    void NoteTcp(IpAddress own, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> name)
    {
        if (!TcpSegment.TryRead(packet, out var segment) || !segment.IsSyn) return;
        var key = segment.IsAck ? (own, segment.DestinationPort) : (NetSocket.AddressOf(name), segment.SourcePort);
        if (byTcpPort.TryGetValue(key, out var probe))
        {
            board.Saw(probe, segment.IsAck ? Observation.Answered : Observation.Arrived);
        }
    }

    /// <summary>What a socket is there to see.</summary>
    enum Saw
    {
        Tcp,
        UdpRequest,
        UdpAnswer,
        Sctp,
        Echo,
    }

    sealed record Watched(NetSocket Socket, IpAddress Address, Saw What);
}
