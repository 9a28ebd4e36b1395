using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Merlon.Linux.Netlink;
using Merlon.Model;

namespace Merlon.Linux.Links;

/// <summary>
/// The bridges of a network namespace: that of the thread that opens it, then and later. What two ports of a bridge send
/// each other passes the hooks of IP only where the bridge says so, and the kernel has its module for it. Changing it
/// takes NET_ADMIN and no file. Not thread-safe: it has one owner.
/// </summary>
public sealed class BridgeDevice : IDisposable
{
    const string BridgeKind = "bridge";

    readonly NetlinkSocket _socket;
    readonly NetlinkWriter _writer = new();
    readonly RouteQuestions _questions;

    BridgeDevice(NetlinkSocket socket) => (_socket, _questions) = (socket, new RouteQuestions(socket));

    /// <exception cref="LinuxException">There is no such socket here.</exception>
    public static BridgeDevice Open() => new(NetlinkSocket.OpenRoute());

    /// <summary>All bridges, with their addresses.</summary>
    public ImmutableArray<BridgeLink> List()
    {
        var networks = _questions.Addresses()
            .Select(NetworkOf)
            .Where(entry => entry is not null)
            .ToLookup(entry => entry!.Value.Link, entry => entry!.Value.Network);
        return
        [
            .. from message in _questions.Links()
               let bridge = Read(message)
               where bridge is not null
               select bridge with { Networks = [.. networks[bridge.Index]] },
        ];
    }

    /// <summary>Lets what crosses a bridge pass the hooks of both versions of IP.</summary>
    /// <exception cref="NetlinkException">The kernel refused it.</exception>
    public void Filter(BridgeLink bridge)
    {
        var sequence = _socket.NextSequence;
        _writer.Clear();
        using (_writer.Message(RouteMessage.NewLink, NetlinkFlags.Acknowledge, sequence, family: 0))
        {
            Span<byte> rest = stackalloc byte[RouteMessage.LinkHeaderLength - 4];
            rest.Clear();
            MemoryMarshal.Write(rest, bridge.Index);
            _writer.Header(rest);
            using var info = _writer.Nest(LinkAttribute.Info);
            _writer.Text(LinkInfoAttribute.Kind, BridgeKind);
            using var data = _writer.Nest(LinkInfoAttribute.Data);
            _writer.Bytes(BridgeAttribute.FilterIPv4, [1]);
            _writer.Bytes(BridgeAttribute.FilterIPv6, [1]);
        }
        _socket.Ask(_writer.Written, sequence, $"filtering of bridge {bridge.Name}");
    }

    public void Dispose() => _socket.Dispose();

    static BridgeLink? Read(NetlinkMessage message)
    {
        var attributes = message.AttributesBehind(RouteMessage.LinkHeaderLength);
        var info = attributes.Nested(LinkAttribute.Info);
        if (info.Text(LinkInfoAttribute.Kind) != BridgeKind) return null;
        var data = info.Nested(LinkInfoAttribute.Data);
        return new BridgeLink(
            MemoryMarshal.Read<int>(message.Payload.Span[4..]),
            attributes.Text(LinkAttribute.Name),
            data.Bytes(BridgeAttribute.FilterIPv4) is [1],
            data.Bytes(BridgeAttribute.FilterIPv6) is [1],
            []);
    }

    static (int Link, Cidr Network)? NetworkOf(NetlinkMessage message)
    {
        var header = message.Payload.Span;
        var address = message.AttributesBehind(RouteMessage.AddressHeaderLength).Bytes(AddressAttribute.Address);
        if (address.Length is not (4 or 16)) return null;
        var network = Cidr.Containing(IpAddress.Parse($"{new System.Net.IPAddress(address)}"), header[1]);
        return (MemoryMarshal.Read<int>(header[4..]), network);
    }
}
