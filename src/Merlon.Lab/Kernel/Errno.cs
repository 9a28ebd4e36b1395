using System.Runtime.InteropServices;

namespace Merlon.Lab.Kernel;

/// <summary>Errors of the kernel.</summary>
static class Errno
{
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int EINPROGRESS = 115;

    /// <summary>The last call's error, as an exception.</summary>
    public static LabException Exception(string call)
    {
        var errno = Marshal.GetLastPInvokeError();
        return new LabException($"{call} failed: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})");
    }
}
