using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Merlon.Linux;
using Merlon.Linux.Namespaces;
using Merlon.Linux.Processes;

namespace Merlon.Lab.Kernel;

/// <summary>
/// A lab without root: the program starts itself again where its user is root over network namespaces of its own, and
/// nowhere else.
/// </summary>
static class UserNamespace
{
    const string Variable = "MERLON_LAB_INSIDE";

    /// <summary>Whether this process is the one started again.</summary>
    public static bool IsInside => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>Runs this program again in new namespaces, and gives its exit code.</summary>
    /// <param name="folder">Where labs are remembered: the program inside is told.</param>
    /// <param name="arguments">The command line.</param>
    public static int Run(string folder, IEnumerable<string> arguments) =>
        Start("unshare", ["--user", "--map-root-user", "--net", "--mount", "--", .. Self(), .. arguments], folder);

    /// <summary>Runs this program again in the namespaces that a process holds.</summary>
    public static int Join(int holder, string folder, IEnumerable<string> arguments) => Start(
        "nsenter",
        ["--target", holder.ToString(CultureInfo.InvariantCulture), "--user", "--net", "--mount", "--preserve-credentials", "--wd=" + Environment.CurrentDirectory, "--", .. Self(), .. arguments],
        folder);

    /// <summary>Starts a process that keeps new namespaces in being, and gives its number.</summary>
    public static int Hold()
    {
        // A session of its own: it outlives the terminal.
        var start = new ProcessStartInfo(
            "setsid", ["unshare", "--user", "--map-root-user", "--net", "--mount", "--", "sleep", "infinity"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Started(start);
        // setsid and unshare become the program they start; before that there are no namespaces to join.
        for (var waited = 0; waited < 500; waited++)
        {
            if (process.HasExited)
            {
                throw new LabException($"no user namespace can be made: {process.StandardError.ReadToEnd().Trim()}");
            }
            if (File.ReadAllText($"/proc/{process.Id}/comm").Trim() == "sleep") return process.Id;
            Thread.Sleep(10);
        }
        throw new LabException("no user namespace could be made within 5 seconds");
    }

    /// <summary>Makes a place for named network namespaces that the user may write to.</summary>
    public static void MountNetnsFolder()
    {
        var folder = Directory.Exists(NetnsThread.Folder) ? NetnsThread.Folder : "/run";
        if (IsOwn(folder)) return;
        try
        {
            MemoryFolder.Mount(folder, "merlon");
        }
        catch (LinuxException e)
        {
            throw new LabException(e.Message, e);
        }
        Directory.CreateDirectory(NetnsThread.Folder);
    }

    static bool IsOwn(string folder) =>
        File.ReadLines("/proc/self/mounts").Any(line => line.StartsWith($"merlon {folder} tmpfs ", StringComparison.Ordinal) || line.StartsWith($"merlon {NetnsThread.Folder} tmpfs ", StringComparison.Ordinal));

    static int Start(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments);
        start.Environment[Variable] = "1";
        start.Environment[State.LabFolder.Variable] = folder;
        using var process = Started(start);
        // A signal of the terminal goes to both; this process waits for the other to clean up.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Forward);
        process.WaitForExit();
        return process.ExitCode;

        void Forward(PosixSignalContext context)
        {
            context.Cancel = true;
            RunningProcess.Terminate(process.Id);
        }
    }

    static Process Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new LabException($"{start.FileName} cannot be started");
        }
        catch (Win32Exception e)
        {
            throw new LabException($"without root a lab needs {start.FileName} (package util-linux): {e.Message}", e);
        }
    }

    // A program of its own, or one that dotnet runs.
    static string[] Self()
    {
        var path = Environment.ProcessPath ?? throw new LabException("this program cannot find itself to start again");
        return Path.GetFileNameWithoutExtension(path) == "dotnet"
            ? [path, Environment.GetCommandLineArgs()[0]]
            : [path];
    }
}
