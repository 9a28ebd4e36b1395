namespace Merlon.Linux.Nflog;

// Numbers of linux/netfilter/nfnetlink_log.h, those that are used.

static class LogMessage
{
    const ushort Subsystem = 4 << 8;

    public const ushort Packet = Subsystem | 0;
    public const ushort Configure = Subsystem | 1;
}

static class LogConfiguration
{
    public const ushort Command = 1;
    public const ushort Mode = 2;
    public const ushort Timeout = 4;
    public const ushort Threshold = 5;
    public const ushort Flags = 6;
    public const byte Bind = 1;
    public const byte CopyPacket = 2;
    public const ushort CountPackets = 1;
}

static class LoggedAttribute
{
    public const ushort Payload = 9;
    public const ushort Prefix = 10;
    public const ushort Sequence = 12;
}
