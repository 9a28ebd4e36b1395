namespace Merlon.Linux.Conntrack;

// Numbers of linux/netfilter/nfnetlink_conntrack.h, those that are used, in its order.

static class ConntrackMessage
{
    const ushort Subsystem = 1 << 8;

    public const ushort New = Subsystem | 0;
    public const ushort Get = Subsystem | 1;
    public const ushort Delete = Subsystem | 2;
    public const ushort GetStatistics = Subsystem | 5;
}

static class ConntrackAttribute
{
    public const ushort Original = 1;
    public const ushort Reply = 2;
    public const ushort Mark = 8;
    public const ushort Id = 12;
    public const ushort Zone = 18;
    public const ushort MarkMask = 21;
}

static class StatisticsAttribute
{
    public const ushort Entries = 1;
}

static class TupleAttribute
{
    public const ushort Addresses = 1;
}

static class TupleAddressAttribute
{
    public const ushort SourceV4 = 1;
    public const ushort DestinationV4 = 2;
    public const ushort SourceV6 = 3;
    public const ushort DestinationV6 = 4;
}
