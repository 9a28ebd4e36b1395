using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Merlon.Linux;

/// <summary>An open file of the kernel.</summary>
sealed partial class FileDescriptor() : SafeHandleMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => Native.close(handle) == 0;

    static partial class Native
    {
        [LibraryImport("libc")]
        internal static partial int close(nint fd);
    }
}
