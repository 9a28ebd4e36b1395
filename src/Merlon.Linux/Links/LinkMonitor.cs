using Merlon.Linux.Netlink;

namespace Merlon.Linux.Links;

/// <summary>Tells when links or addresses of a network namespace change. Not thread-safe: it has one owner.</summary>
public sealed class LinkMonitor : IDisposable
{
    readonly NetlinkSocket _socket;

    LinkMonitor(NetlinkSocket socket) => _socket = socket;

    /// <exception cref="LinuxException">There is no such socket here.</exception>
    public static LinkMonitor Open()
    {
        var socket = NetlinkSocket.OpenRoute();
        socket.Join(RouteGroup.Links);
        socket.Join(RouteGroup.IPv4Addresses);
        socket.Join(RouteGroup.IPv6Addresses);
        return new LinkMonitor(socket);
    }

    /// <summary>Waits for a change; true also where changes may have been missed.</summary>
    /// <param name="milliseconds">How long to wait at most.</param>
    public bool WaitForChange(int milliseconds) =>
        !_socket.TryWait(milliseconds, out var messages) || messages.Any();

    public void Dispose() => _socket.Dispose();
}
