using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Merlon.Model;
using Protocol = Merlon.Model.Protocol;

namespace Merlon.Linux.Sockets;

/// <summary>
/// A non-blocking socket in the network namespace of the thread that opened it, bound to one address. Raw sockets get
/// what the input hook lets through, with the IP header in IPv4 and without in IPv6.
/// </summary>
public sealed partial class NetSocket : IDisposable
{
    const int ReceiveBytes = 4 << 20;
    const int MostFullBuffers = 200;

    readonly FileDescriptor _file;

    NetSocket(FileDescriptor file) => _file = file;

    /// <summary>A socket for packets of a protocol to an address.</summary>
    /// <exception cref="LinuxException">The kernel refused it, as raw sockets to all but root.</exception>
    public static NetSocket Raw(IpAddress address, Protocol protocol)
    {
        var socket = Open(address.Family, Native.SOCK_RAW, protocol.Number);
        // Fails without privilege over the host; the usual buffer is enough for most labs.
        var bytes = ReceiveBytes;
        _ = Native.setsockopt(socket._file, Native.SOL_SOCKET, Native.SO_RCVBUFFORCE, bytes, sizeof(int));
        return socket.Bound(address, 0);
    }

    /// <exception cref="LinuxException">The kernel refused it.</exception>
    public static NetSocket Udp(IpAddress address, ushort port) =>
        Open(address.Family, Native.SOCK_DGRAM, Protocol.Udp.Number).Bound(address, port);

    /// <summary>A TCP socket whose connections the kernel accepts; nobody reads from them.</summary>
    /// <exception cref="LinuxException">The kernel refused it.</exception>
    public static NetSocket Listener(IpAddress address, ushort port)
    {
        var socket = Open(address.Family, Native.SOCK_STREAM, Protocol.Tcp.Number).Bound(address, port);
        if (Native.listen(socket._file, Native.SOMAXCONN) != 0) throw LinuxException.Last($"listen at {address} port {port}");
        return socket;
    }

    /// <summary>Sends a SYN, and resets the connection when disposed of.</summary>
    /// <exception cref="LinuxException">The kernel refused it.</exception>
    public static NetSocket Connect(IpAddress source, ushort sourcePort, IpAddress destination, ushort port)
    {
        var socket = Open(source.Family, Native.SOCK_STREAM, Protocol.Tcp.Number).Bound(source, sourcePort);
        var resetOnClose = new Native.Linger { OnOff = 1, Seconds = 0 };
        if (Native.setsockopt(socket._file, Native.SOL_SOCKET, Native.SO_LINGER, resetOnClose, Marshal.SizeOf<Native.Linger>()) != 0)
        {
            throw LinuxException.Last("setsockopt SO_LINGER");
        }
        var name = NameOf(destination, port);
        if (Native.connect(socket._file, name, name.Length) != 0 && Marshal.GetLastPInvokeError() != Errno.InProgress)
        {
            throw LinuxException.Last($"connect from {source} to {destination} port {port}");
        }
        return socket;
    }

    /// <exception cref="LinuxException">The kernel refused it.</exception>
    public void Send(ReadOnlySpan<byte> packet, IpAddress destination, ushort port) =>
        SendTo(packet, NameOf(destination, port));

    /// <summary>Sends to a name that <see cref="TryReceive"/> gave. Waits a moment where the buffer is full.</summary>
    /// <exception cref="LinuxException">The kernel refused it.</exception>
    public void SendTo(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> name)
    {
        for (var attempt = 0; Native.sendto(_file, packet, packet.Length, 0, name, name.Length) < 0; attempt++)
        {
            if (Marshal.GetLastPInvokeError() != Errno.Again || attempt == MostFullBuffers)
            {
                throw LinuxException.Last("sendto");
            }
            Thread.Sleep(1);
        }
    }

    /// <summary>The next packet; false where none is there.</summary>
    /// <param name="buffer">Takes the packet.</param>
    /// <param name="name">Takes the sender's address, as <see cref="SendTo"/> wants it.</param>
    /// <param name="received">The number of bytes in the buffer.</param>
    public bool TryReceive(Span<byte> buffer, Span<byte> name, out int received)
    {
        var length = name.Length;
        received = (int)Native.recvfrom(_file, buffer, buffer.Length, 0, name, ref length);
        return received >= 0;
    }

    /// <summary>The address in a name that <see cref="TryReceive"/> gave.</summary>
    public static IpAddress AddressOf(ReadOnlySpan<byte> name) =>
        BinaryPrimitives.ReadInt16LittleEndian(name) == Native.AF_INET
        ? IpAddress.Create(IpFamily.IPv4, BinaryPrimitives.ReadUInt32BigEndian(name[4..]))
        : IpAddress.Create(IpFamily.IPv6, BinaryPrimitives.ReadUInt128BigEndian(name[8..]));

    public void Dispose() => _file.Dispose();

    /// <summary>The number that poll knows it by; valid until disposal.</summary>
    internal int Descriptor => (int)_file.DangerousGetHandle();

    static NetSocket Open(IpFamily family, int type, int protocol)
    {
        var domain = family == IpFamily.IPv4 ? Native.AF_INET : Native.AF_INET6;
        var file = Native.socket(domain, type | Native.SOCK_NONBLOCK | Native.SOCK_CLOEXEC, protocol);
        return file.IsInvalid ? throw LinuxException.Last($"socket({domain}, {type}, {protocol})") : new NetSocket(file);
    }

    // Any address: those of the outside are no interface's.
    NetSocket Bound(IpAddress address, ushort port)
    {
        var (level, option) = address.Family == IpFamily.IPv4
            ? (Native.IPPROTO_IP, Native.IP_FREEBIND)
            : (Native.IPPROTO_IPV6, Native.IPV6_FREEBIND);
        if (Native.setsockopt(_file, level, option, 1, sizeof(int)) != 0) throw LinuxException.Last("setsockopt FREEBIND");
        var name = NameOf(address, port);
        if (Native.bind(_file, name, name.Length) != 0) throw LinuxException.Last($"bind to {address} port {port}");
        return this;
    }

    static ReadOnlySpan<byte> NameOf(IpAddress address, ushort port)
    {
        var name = new IPEndPoint(IPAddress.Parse(address.ToString()), port).Serialize();
        return name.Buffer.Span[..name.Size];
    }

    static partial class Native
    {
        public const int AF_INET = 2;
        public const int AF_INET6 = 10;
        public const int SOCK_STREAM = 1;
        public const int SOCK_DGRAM = 2;
        public const int SOCK_RAW = 3;
        public const int SOCK_NONBLOCK = 0x800;
        public const int SOCK_CLOEXEC = 0x80000;
        public const int SOL_SOCKET = 1;
        public const int SO_LINGER = 13;
        public const int SO_RCVBUFFORCE = 33;
        public const int SOMAXCONN = 4096;
        public const int IPPROTO_IP = 0;
        public const int IPPROTO_IPV6 = 41;
        public const int IP_FREEBIND = 15;
        public const int IPV6_FREEBIND = 78;

        [StructLayout(LayoutKind.Sequential)]
        public struct Linger
        {
            public int OnOff;
            public int Seconds;
        }

        [LibraryImport("libc", SetLastError = true)]
        public static partial FileDescriptor socket(int domain, int type, int protocol);

        [LibraryImport("libc", SetLastError = true)]
        public static partial int bind(FileDescriptor socket, ReadOnlySpan<byte> address, int length);

        [LibraryImport("libc", SetLastError = true)]
        public static partial int connect(FileDescriptor socket, ReadOnlySpan<byte> address, int length);

        [LibraryImport("libc", SetLastError = true)]
        public static partial int listen(FileDescriptor socket, int backlog);

        [LibraryImport("libc", SetLastError = true)]
        public static partial int setsockopt(FileDescriptor socket, int level, int option, in int value, int length);

        [LibraryImport("libc", SetLastError = true)]
        public static partial int setsockopt(FileDescriptor socket, int level, int option, in Linger value, int length);

        [LibraryImport("libc", SetLastError = true)]
        public static partial nint sendto(
            FileDescriptor socket,
            ReadOnlySpan<byte> packet,
            nint length,
            int flags,
            ReadOnlySpan<byte> address,
            int addressLength);

        [LibraryImport("libc", SetLastError = true)]
        public static partial nint recvfrom(
            FileDescriptor socket, Span<byte> packet, nint length, int flags, Span<byte> address, ref int addressLength);
    }
}
