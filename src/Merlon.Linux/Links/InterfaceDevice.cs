using System.Runtime.InteropServices;
using Merlon.Linux.Netlink;
using Merlon.Model;

namespace Merlon.Linux.Links;

/// <summary>
/// The interfaces of a network namespace: that of the thread that opens it, then and later. Not thread-safe: it has one
/// owner.
/// </summary>
public sealed class InterfaceDevice : IDisposable
{
    readonly NetlinkSocket _socket;
    readonly RouteQuestions _questions;

    InterfaceDevice(NetlinkSocket socket) => (_socket, _questions) = (socket, new RouteQuestions(socket));

    /// <exception cref="LinuxException">There is no such socket here.</exception>
    public static InterfaceDevice Open() => new(NetlinkSocket.OpenRoute());

    /// <summary>All interfaces that have addresses, with these, ordered by name.</summary>
    /// <exception cref="NetlinkException">The kernel refused it.</exception>
    public IEnumerable<(string Name, IEnumerable<IpAddress> Addresses)> List()
    {
        var names = _questions.Links().ToDictionary(
            message => MemoryMarshal.Read<int>(message.Payload.Span[4..]),
            message => message.AttributesBehind(RouteMessage.LinkHeaderLength).Text(LinkAttribute.Name));
        return _questions.Addresses().Select(Read)
            // A link may come between the two questions: it is asked for again.
            .Where(entry => entry is { } known && names.ContainsKey(known.Link))
            .GroupBy(entry => names[entry!.Value.Link], entry => entry!.Value.Address, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, group.Order().AsEnumerable()));
    }

    /// <summary>Whether there is an interface of this name.</summary>
    /// <exception cref="NetlinkException">The kernel refused it.</exception>
    public bool Has(string name) => _questions.HasLink(name);

    public void Dispose() => _socket.Dispose();

    // Where a link has another end, its address is the other one's.
    static (int Link, IpAddress Address)? Read(NetlinkMessage message)
    {
        var attributes = message.AttributesBehind(RouteMessage.AddressHeaderLength);
        var own = attributes.Bytes(AddressAttribute.Local);
        var address = own.Length > 0 ? own : attributes.Bytes(AddressAttribute.Address);
        if (address.Length is not (4 or 16)) return null;
        return (MemoryMarshal.Read<int>(message.Payload.Span[4..]), IpAddress.Parse($"{new System.Net.IPAddress(address)}"));
    }
}
