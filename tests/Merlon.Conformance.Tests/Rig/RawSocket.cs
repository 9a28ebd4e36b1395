using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Merlon.Model;

namespace Merlon.Conformance.Tests.Rig;

/// <summary>Opens raw sockets of any protocol; <see cref="Socket"/> knows neither SCTP nor ICMPv6.</summary>
static partial class RawSocket
{
    /// <summary>A socket of the namespace of the calling thread, which gets every packet of the protocol after its input hook.</summary>
    public static Socket Open(IpFamily family, Protocol protocol)
    {
        var domain = family == IpFamily.IPv4 ? Native.Inet : Native.Inet6;
        var descriptor = Native.Socket(domain, Native.Raw | Native.CloseOnExec, protocol.Number);
        if (descriptor < 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        return new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
    }

    static partial class Native
    {
        public const int Inet = 2;
        public const int Inet6 = 10;
        public const int Raw = 3;
        public const int CloseOnExec = 0x80000;

        [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
        internal static partial int Socket(int domain, int type, int protocol);
    }
}
