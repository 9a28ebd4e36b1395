using Merlon.Linux.Netlink;

namespace Merlon.Linux.Links;

/// <summary>Asks the kernel for all links, or all addresses, of a network namespace. It has one owner.</summary>
sealed class RouteQuestions(NetlinkSocket socket)
{
    readonly NetlinkWriter _writer = new();

    public List<NetlinkMessage> Links() => Dump(RouteMessage.GetLink, RouteMessage.LinkHeaderLength, "links");

    public List<NetlinkMessage> Addresses() => Dump(RouteMessage.GetAddress, RouteMessage.AddressHeaderLength, "addresses");

    List<NetlinkMessage> Dump(ushort type, int headerLength, string what)
    {
        var sequence = socket.NextSequence;
        _writer.Clear();
        using (_writer.Message(type, NetlinkFlags.Dump, sequence, family: 0)) _writer.Header(new byte[headerLength - 4]);
        return socket.Ask(_writer.Written, sequence, what);
    }
}
