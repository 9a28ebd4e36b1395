using System.Runtime.InteropServices;

namespace Merlon.Linux.Namespaces;

/// <summary>Folders in memory, in the mount namespace of the caller.</summary>
public static partial class MemoryFolder
{
    /// <summary>Puts an empty folder of the caller's own over one that is there.</summary>
    /// <param name="folder">What it hides.</param>
    /// <param name="name">What the list of mounts calls it.</param>
    /// <exception cref="LinuxException">The kernel refused it, as to all but root of the mount namespace.</exception>
    public static void Mount(string folder, string name)
    {
        if (Native.mount(name, folder, "tmpfs", 0, "mode=0755") != 0) throw LinuxException.Last($"mount(tmpfs, {folder})");
    }

    static partial class Native
    {
        [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        internal static partial int mount(string source, string target, string type, nuint flags, string data);
    }
}
