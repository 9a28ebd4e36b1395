using System.Runtime.InteropServices;

namespace Merlon.Lab;

/// <summary>Who runs this program.</summary>
public static partial class Privilege
{
    public static uint UserId => Native.getuid();

    static partial class Native
    {
        [LibraryImport("libc")]
        public static partial uint getuid();
    }
}
