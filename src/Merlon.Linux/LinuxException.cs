using System.Runtime.InteropServices;

namespace Merlon.Linux;

/// <summary>The kernel refused a call.</summary>
public class LinuxException : Exception
{
    /// <param name="call">What was asked, as in a manual page.</param>
    /// <param name="errno">The number of the error.</param>
    public LinuxException(string call, int errno)
        : this(call, errno, $"{call} failed: {ErrnoText(errno)}.")
    {
    }

    private protected LinuxException(string call, int errno, string message)
        : base(message) => (Call, Errno) = (call, errno);

    public string Call { get; }

    public int Errno { get; }

    /// <summary>The exception for the error that the last native call of this thread left.</summary>
    internal static LinuxException Last(string call) => new(call, Marshal.GetLastPInvokeError());

    private protected static string ErrnoText(int errno) => $"{Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})";
}
