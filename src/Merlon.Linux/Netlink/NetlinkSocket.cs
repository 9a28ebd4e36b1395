using System.Runtime.InteropServices;

namespace Merlon.Linux.Netlink;

/// <summary>
/// A socket to the kernel's netfilter, of the network namespace of the thread that opens it, then and later.
/// Not thread-safe: it has one owner.
/// </summary>
sealed partial class NetlinkSocket : IDisposable
{
    const int ReceiveBufferLength = 1 << 18;
    const int InitialSendBuffer = 1 << 20;
    // Every refused message of a batch takes about a kilobyte of the queue of replies.
    const int ReplyQueue = 1 << 23;
    const int ListingAttempts = 10;
    // The kernel keeps a little of the buffer for itself.
    const int SendBufferOverhead = 4096;

    readonly FileDescriptor _socket;
    readonly byte[] _received = new byte[ReceiveBufferLength];
    int _sendBuffer;
    int _receiveTimeout;

    NetlinkSocket(FileDescriptor socket) => _socket = socket;

    /// <exception cref="LinuxException">There is no such socket here.</exception>
    public static NetlinkSocket OpenNetfilter() => Open(Native.NETLINK_NETFILTER);

    /// <summary>A socket to the kernel's links, addresses and routes.</summary>
    /// <inheritdoc cref="OpenNetfilter" path="/exception"/>
    public static NetlinkSocket OpenRoute() => Open(Native.NETLINK_ROUTE);

    static NetlinkSocket Open(int protocol)
    {
        var handle = Native.socket(Native.AF_NETLINK, Native.SOCK_RAW | Native.SOCK_CLOEXEC, protocol);
        if (handle.IsInvalid) throw LinuxException.Last($"socket(AF_NETLINK, {protocol})");
        var socket = new NetlinkSocket(handle);
        // Without a number of its own a socket counts as the kernel, whose doings it is not told.
        ReadOnlySpan<uint> anyNumber = [Native.AF_NETLINK, 0, 0];
        if (Native.bind(handle, anyNumber, anyNumber.Length * sizeof(uint)) != 0) throw LinuxException.Last("bind(AF_NETLINK)");
        socket.SetOption(Native.SOL_NETLINK, Native.NETLINK_EXT_ACK, 1);
        socket.SetOption(Native.SOL_NETLINK, Native.NETLINK_CAP_ACK, 1);
        socket.SetBuffer(Native.SO_RCVBUFFORCE, Native.SO_RCVBUF, ReplyQueue);
        socket.EnsureSendBuffer(InitialSendBuffer);
        return socket;
    }

    /// <summary>The number that the next message shall have, and those behind it the numbers that follow.</summary>
    public uint NextSequence { get; private set; } = 1;

    /// <summary>The number under which the kernel knows this socket: messages about what it did carry it.</summary>
    public uint Port
    {
        get
        {
            Span<uint> address = stackalloc uint[3];
            var length = address.Length * sizeof(uint);
            if (Native.getsockname(_socket, address, ref length) != 0) throw LinuxException.Last("getsockname");
            return address[1];
        }
    }

    /// <summary>Gets the messages of a group from now on, whoever causes them.</summary>
    public void Join(int group) => SetOption(Native.SOL_NETLINK, Native.NETLINK_ADD_MEMBERSHIP, group);

    /// <summary>Waits for messages and returns those of one datagram.</summary>
    /// <param name="milliseconds">How long to wait at most; more than 0.</param>
    /// <param name="messages">The messages, which are overwritten by the next call; none where none came.</param>
    /// <returns>False where messages were lost, because more came than found room.</returns>
    public bool TryWait(int milliseconds, out IEnumerable<NetlinkMessage> messages)
    {
        messages = [];
        SetReceiveTimeout(milliseconds);
        var length = Native.recv(_socket, _received, _received.Length, Native.MSG_TRUNC);
        if (length >= 0 && length <= _received.Length)
        {
            messages = NetlinkMessage.ReadAll(_received.AsMemory(0, (int)length));
            return true;
        }
        if (length >= 0) return false;
        return Marshal.GetLastPInvokeError() switch
        {
            Errno.NoBufferSpace => false,
            Errno.Again or Errno.Interrupted => true,
            _ => throw LinuxException.Last("recv"),
        };
    }

    /// <summary>Sends messages and returns what the kernel says about them, in its order.</summary>
    /// <param name="messages">The messages, the last of them with a request to acknowledge it.</param>
    /// <param name="first">The number of the first message.</param>
    /// <param name="last">The number of the message to be acknowledged.</param>
    /// <exception cref="LinuxException">The kernel took nothing, or its answer is lost.</exception>
    public List<NetlinkFault> Send(ReadOnlySpan<byte> messages, uint first, uint last)
    {
        Transmit(messages);
        Pass(last);
        List<NetlinkFault> faults = [];
        while (Receive() is { } datagram)
        {
            faults.AddRange(
                from message in NetlinkMessage.ReadAll(datagram)
                where message.Type == NetlinkType.Error && first <= message.Sequence && message.Sequence <= last
                select NetlinkFault.Read(message));
            if (faults.Exists(fault => fault.Sequence == last)) return faults;
        }
        if (faults.Count == 0) throw new LinuxException("recv of an acknowledgement", Errno.NoBufferSpace);
        return faults;
    }

    /// <summary>Sends one request and returns the messages of the answer.</summary>
    /// <param name="request">A request to list, or for one thing with a request to acknowledge it.</param>
    /// <param name="sequence">Its number.</param>
    /// <param name="subject">What it is about.</param>
    /// <exception cref="NetlinkException">The kernel refused it.</exception>
    public List<NetlinkMessage> Ask(ReadOnlySpan<byte> request, uint sequence, string subject)
    {
        for (var attempt = 1; attempt <= ListingAttempts; attempt++)
        {
            Transmit(request);
            Pass(sequence);
            if (TryReadAnswer(sequence, subject, out var answer)) return answer;
        }
        throw new LinuxException($"listing {subject}, which changed meanwhile every time,", Errno.Interrupted);
    }

    public void Dispose() => _socket.Dispose();

    // Numbers begin again long before there are no more; 0 is the kernel's own.
    void Pass(uint sequence) => NextSequence = sequence < int.MaxValue ? sequence + 1 : 1;

    bool TryReadAnswer(uint sequence, string subject, out List<NetlinkMessage> answer)
    {
        answer = [];
        var interrupted = false;
        while (true)
        {
            var datagram = Receive() ?? throw new LinuxException($"recv of {subject}", Errno.NoBufferSpace);
            foreach (var message in NetlinkMessage.ReadAll(datagram.ToArray()).Where(message => message.Sequence == sequence))
            {
                interrupted |= message.Flags.HasFlag(NetlinkFlags.DumpInterrupted);
                if (message.Type is NetlinkType.Error or NetlinkType.Done)
                {
                    var fault = NetlinkFault.Read(message);
                    return fault.Errno == 0 ? !interrupted : throw new NetlinkException(subject, fault);
                }
                answer.Add(message);
            }
        }
    }

    // The kernel works while it takes the messages: all answers, or the first part of a list, are there afterwards.
    void Transmit(ReadOnlySpan<byte> messages)
    {
        EnsureSendBuffer(messages.Length);
        while (true)
        {
            var sent = Native.send(_socket, messages, messages.Length, 0);
            if (sent == messages.Length) return;
            if (sent >= 0) throw new LinuxException($"send of {messages.Length} bytes", Errno.NoBufferSpace);
            if (Marshal.GetLastPInvokeError() != Errno.Interrupted) throw LinuxException.Last($"send of {messages.Length} bytes");
        }
    }

    // Null where nothing more has come.
    ReadOnlyMemory<byte>? Receive()
    {
        while (true)
        {
            var length = Native.recv(_socket, _received, _received.Length, Native.MSG_DONTWAIT | Native.MSG_TRUNC);
            if (length > _received.Length) throw new LinuxException($"recv of {length} bytes", Errno.NoBufferSpace);
            if (length >= 0) return _received.AsMemory(0, (int)length);
            var errno = Marshal.GetLastPInvokeError();
            if (errno == Errno.Again) return null;
            // No room for some answers: those that found room are still to be read.
            if (errno is not (Errno.Interrupted or Errno.NoBufferSpace)) throw LinuxException.Last("recv");
        }
    }

    void SetReceiveTimeout(int milliseconds)
    {
        if (milliseconds == _receiveTimeout) return;
        // Seconds and microseconds.
        ReadOnlySpan<long> time = [milliseconds / 1000, milliseconds % 1000 * 1000];
        if (Native.setsockopt(_socket, Native.SOL_SOCKET, Native.SO_RCVTIMEO, time, time.Length * sizeof(long)) != 0)
        {
            throw LinuxException.Last("setsockopt(SO_RCVTIMEO)");
        }
        _receiveTimeout = milliseconds;
    }

    void EnsureSendBuffer(int length)
    {
        var needed = checked(length + SendBufferOverhead);
        if (needed <= _sendBuffer) return;
        SetBuffer(Native.SO_SNDBUFFORCE, Native.SO_SNDBUF, needed);
        _sendBuffer = needed;
    }

    // Beyond the host's limit only root of the host may go; root of a user namespace gets what the limit allows, and a
    // batch that is larger is refused when it is sent.
    void SetBuffer(int force, int within, int value)
    {
        if (Native.setsockopt(_socket, Native.SOL_SOCKET, force, in value, sizeof(int)) == 0) return;
        if (Marshal.GetLastPInvokeError() != Errno.NotPermitted) throw LinuxException.Last($"setsockopt(SOL_SOCKET, {force}, {value})");
        SetOption(Native.SOL_SOCKET, within, value);
    }

    void SetOption(int level, int name, int value)
    {
        if (Native.setsockopt(_socket, level, name, in value, sizeof(int)) == 0) return;
        throw LinuxException.Last($"setsockopt({level}, {name}, {value})");
    }

    static partial class Native
    {
        internal const int AF_NETLINK = 16;
        internal const int SOCK_RAW = 3;
        internal const int SOCK_CLOEXEC = 0x80000;
        internal const int NETLINK_ROUTE = 0;
        internal const int NETLINK_NETFILTER = 12;
        internal const int NETLINK_ADD_MEMBERSHIP = 1;
        internal const int SO_RCVTIMEO = 20;
        internal const int SOL_SOCKET = 1;
        internal const int SO_SNDBUF = 7;
        internal const int SO_RCVBUF = 8;
        internal const int SO_SNDBUFFORCE = 32;
        internal const int SO_RCVBUFFORCE = 33;
        internal const int SOL_NETLINK = 270;
        internal const int NETLINK_CAP_ACK = 10;
        internal const int NETLINK_EXT_ACK = 11;
        internal const int MSG_DONTWAIT = 0x40;
        internal const int MSG_TRUNC = 0x20;

        [LibraryImport("libc", SetLastError = true)]
        internal static partial FileDescriptor socket(int domain, int type, int protocol);

        [LibraryImport("libc", SetLastError = true)]
        internal static partial int bind(FileDescriptor socket, ReadOnlySpan<uint> address, int length);

        [LibraryImport("libc", SetLastError = true)]
        internal static partial int getsockname(FileDescriptor socket, Span<uint> address, ref int length);

        [LibraryImport("libc", SetLastError = true)]
        internal static partial int setsockopt(FileDescriptor socket, int level, int name, ReadOnlySpan<long> value, int length);

        [LibraryImport("libc", SetLastError = true)]
        internal static partial int setsockopt(FileDescriptor socket, int level, int name, in int value, int length);

        [LibraryImport("libc", SetLastError = true)]
        internal static partial nint send(FileDescriptor socket, ReadOnlySpan<byte> buffer, nint length, int flags);

        [LibraryImport("libc", SetLastError = true)]
        internal static partial nint recv(FileDescriptor socket, Span<byte> buffer, nint length, int flags);
    }
}
