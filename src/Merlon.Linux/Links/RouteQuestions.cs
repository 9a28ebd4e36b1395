using Merlon.Linux.Netlink;

namespace Merlon.Linux.Links;

/// <summary>Asks the kernel for links and addresses of a network namespace. It has one owner.</summary>
sealed class RouteQuestions(NetlinkSocket socket)
{
    readonly NetlinkWriter _writer = new();

    public List<NetlinkMessage> Links() => Dump(RouteMessage.GetLink, RouteMessage.LinkHeaderLength, "links");

    public List<NetlinkMessage> Addresses() => Dump(RouteMessage.GetAddress, RouteMessage.AddressHeaderLength, "addresses");

    public bool HasLink(string name)
    {
        var sequence = socket.NextSequence;
        _writer.Clear();
        using (_writer.Message(RouteMessage.GetLink, NetlinkFlags.Acknowledge, sequence, family: 0))
        {
            _writer.Header(new byte[RouteMessage.LinkHeaderLength - 4]);
            _writer.Text(LinkAttribute.Name, name);
        }
        try
        {
            return socket.Ask(_writer.Written, sequence, $"link {name}").Count > 0;
        }
        catch (NetlinkException e) when (e.Errno == Errno.NoDevice)
        {
            return false;
        }
    }

    List<NetlinkMessage> Dump(ushort type, int headerLength, string what)
    {
        var sequence = socket.NextSequence;
        _writer.Clear();
        using (_writer.Message(type, NetlinkFlags.Dump, sequence, family: 0)) _writer.Header(new byte[headerLength - 4]);
        return socket.Ask(_writer.Written, sequence, what);
    }
}
