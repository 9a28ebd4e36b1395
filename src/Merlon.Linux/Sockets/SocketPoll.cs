using System.Runtime.InteropServices;

namespace Merlon.Linux.Sockets;

/// <summary>Waits for packets on a fixed list of sockets.</summary>
public sealed partial class SocketPoll
{
    readonly IReadOnlyList<NetSocket> _sockets;
    readonly Native.PollFd[] _list;

    public SocketPoll(IReadOnlyList<NetSocket> sockets)
    {
        _sockets = sockets;
        _list = [.. sockets.Select(socket => new Native.PollFd { Descriptor = socket.Descriptor, Events = Native.POLLIN })];
    }

    /// <summary>The places in the list of the sockets that have something, within the time.</summary>
    /// <exception cref="LinuxException">The kernel refused it.</exception>
    public IEnumerable<int> Ready(TimeSpan wait)
    {
        var ready = Native.poll(_list, (nuint)_list.Length, (int)wait.TotalMilliseconds);
        if (ready < 0 && Marshal.GetLastPInvokeError() != Errno.Interrupted) throw LinuxException.Last("poll");
        if (ready <= 0) yield break;
        for (var i = 0; i < _sockets.Count; i++)
        {
            if (_list[i].Returned != 0) yield return i;
        }
    }

    static partial class Native
    {
        public const short POLLIN = 1;

        [StructLayout(LayoutKind.Sequential)]
        public struct PollFd
        {
            public int Descriptor;
            public short Events;
            public short Returned;
        }

        [LibraryImport("libc", SetLastError = true)]
        public static partial int poll([In, Out] PollFd[] list, nuint count, int milliseconds);
    }
}
