using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Merlon.Linux.Processes;

/// <summary>Becomes another program: signals, standard streams and exit code are then its own.</summary>
public static partial class ProcessImage
{
    /// <summary>Does not come back.</summary>
    /// <param name="program">The file of the program.</param>
    /// <param name="arguments">Its arguments, without its name.</param>
    /// <exception cref="Win32Exception">The kernel refuses.</exception>
    public static void Replace(string program, IReadOnlyList<string> arguments)
    {
        string?[] words = [program, .. arguments, null];
        Native.execv(program, words);
        throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    static partial class Native
    {
        [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        internal static partial int execv(string path, string?[] argv);
    }
}
