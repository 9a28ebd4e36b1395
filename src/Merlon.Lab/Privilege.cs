using System.Globalization;
using Merlon.Lab.Kernel;
using Merlon.Lab.State;
using Merlon.Linux.Processes;

namespace Merlon.Lab;

/// <summary>What this process may do, and how it comes to be allowed to make network namespaces.</summary>
public static class Privilege
{
    /// <summary>The file, beside the labs, with the number of the process that holds a user's namespaces.</summary>
    const string HolderFile = "holder";

    public static uint UserId => RunningProcess.UserId;

    /// <summary>
    /// Makes sure that labs can be made. Without root the whole command is run again where the user is root over
    /// namespaces of its own; its exit code is given then, and null where this process goes on itself.
    /// </summary>
    /// <param name="folder">Where labs are remembered.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="staysUp">Whether namespaces must outlive the command.</param>
    /// <param name="tell">Is told of longer work.</param>
    /// <exception cref="LabException">Labs cannot be made; the message says why.</exception>
    public static int? Ensure(LabFolder folder, IReadOnlyList<string> arguments, bool staysUp, Action<string> tell)
    {
        if (UserNamespace.IsInside) UserNamespace.MountNetnsFolder();
        else if (!Environment.IsPrivilegedProcess)
        {
            if (!staysUp) return UserNamespace.Run(folder.Path, arguments);
            return UserNamespace.Join(Holder(folder) ?? NewHolder(folder), folder.Path, arguments);
        }
        Tools.Ensure(tell);
        return null;
    }

    /// <summary>Ends the process that holds the user's namespaces, and with it all that is in them. Nothing where there is none.</summary>
    public static void Release(LabFolder folder)
    {
        if (UserNamespace.IsInside || Holder(folder) is not { } holder) return;
        RunningProcess.Terminate(holder);
        File.Delete(Path.Combine(folder.Path, HolderFile));
    }

    /// <summary>Whether labs of this user live in namespaces that a process holds.</summary>
    public static bool HasHolder(LabFolder folder) => Holder(folder) is not null;

    static int? Holder(LabFolder folder)
    {
        var file = Path.Combine(folder.Path, HolderFile);
        if (!File.Exists(file) || File.ReadAllText(file).Split(' ') is not [var number, var start]) return null;
        var process = int.Parse(number, CultureInfo.InvariantCulture);
        return ProcessStart.Of(process) == start ? process : null;
    }

    static int NewHolder(LabFolder folder)
    {
        folder.Create();
        var process = UserNamespace.Hold();
        File.WriteAllText(Path.Combine(folder.Path, HolderFile), $"{process} {ProcessStart.Of(process)}");
        return process;
    }
}
