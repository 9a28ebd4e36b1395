namespace Merlon.Linux.Netlink;

/// <summary>
/// Flags of a message, as in <c>linux/netlink.h</c>. Some bits mean one thing in a request to create and another in a
/// request to list.
/// </summary>
[Flags]
enum NetlinkFlags : ushort
{
    None = 0,
    Request = 0x1,
    Acknowledge = 0x4,
    DumpInterrupted = 0x10,
    Dump = 0x300,
    Exclusive = 0x200,
    Create = 0x400,
    Append = 0x800,
}
