namespace Merlon.Linux.Netlink;

/// <summary>Types of messages that every family has, as in <c>linux/netlink.h</c> and <c>linux/netfilter/nfnetlink.h</c>.</summary>
static class NetlinkType
{
    public const ushort Error = 2;
    public const ushort Done = 3;
    public const ushort BatchBegin = 0x10;
    public const ushort BatchEnd = 0x11;
}
