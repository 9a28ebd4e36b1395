using System.Runtime.InteropServices;

namespace Merlon.Linux;

/// <summary>An open file of the kernel.</summary>
sealed partial class FileDescriptor() : SafeHandle(invalidHandleValue: -1, ownsHandle: true)
{
    // A descriptor is an int in C: the upper half of the handle means nothing.
    public override bool IsInvalid => (int)handle < 0;

    protected override bool ReleaseHandle() => Native.close((int)handle) == 0;

    static partial class Native
    {
        [LibraryImport("libc")]
        internal static partial int close(int fd);
    }
}
