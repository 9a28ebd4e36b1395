using System.Runtime.InteropServices;
using Merlon.Lab;

namespace Merlon.Cli.Commands;

/// <summary>Runs the part of a command that touches the kernel: with the privilege it needs, and an orderly end on signals.</summary>
static class LabHost
{
    /// <param name="terminal">Where errors are told.</param>
    /// <param name="work">The work; it must undo what it did when its token is cancelled.</param>
    public static int Run(Terminal terminal, Func<CancellationToken, int> work)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return work(stop.Token);
        }
        catch (LabException e)
        {
            return terminal.Fail(e.Message);
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
