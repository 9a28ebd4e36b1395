namespace Merlon.Linux.Netlink;

/// <summary>The kernel refused a message. Of a batch nothing was done then.</summary>
public sealed class NetlinkException : LinuxException
{
    internal NetlinkException(string subject, NetlinkFault fault, int others = 0)
        : base("netlink", fault.Errno, MessageFor(subject, fault, others)) => (Subject, KernelText) = (subject, fault.Text);

    /// <summary>What the message was about, such as <c>chain eg_0123456789ab rule 3</c>.</summary>
    public string Subject { get; }

    /// <summary>The kernel's own words; empty where it has none.</summary>
    public string KernelText { get; }

    static string MessageFor(string subject, NetlinkFault fault, int others)
    {
        var words = fault.Text.Length == 0 ? "" : $", {fault.Text}";
        var more = others == 0 ? "" : $", and {others} more errors behind it";
        return $"The kernel refused {subject}: {ErrnoText(fault.Errno)}{words}{more}.";
    }
}
