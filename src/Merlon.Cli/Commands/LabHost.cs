using System.Runtime.InteropServices;
using Merlon.Lab;
using Merlon.Lab.State;

namespace Merlon.Cli.Commands;

/// <summary>Runs the part of a command that touches the kernel: with the privilege it needs, and an orderly end on signals.</summary>
static class LabHost
{
    /// <param name="terminal">Where errors are told.</param>
    /// <param name="staysUp">Whether the lab outlives the command.</param>
    /// <param name="work">The work; it must undo what it did when its token is cancelled.</param>
    public static int Run(Terminal terminal, bool staysUp, Func<LabFolder, CancellationToken, int> work)
    {
        try
        {
            var folder = LabFolder.OfUser();
            var elsewhere = Privilege.Ensure(
                folder,
                Environment.GetCommandLineArgs()[1..],
                staysUp,
                what => terminal.Error.WriteLine($"merlon: {what} …"));
            return elsewhere ?? Here(terminal, folder, work);
        }
        catch (LabException e)
        {
            return terminal.Fail(e.Message);
        }
    }

    static int Here(Terminal terminal, LabFolder folder, Func<LabFolder, CancellationToken, int> work)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return work(folder, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return terminal.Fail("interrupted; what was made is removed");
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }
}
