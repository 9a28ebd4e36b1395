using System.CommandLine;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon lab</c>: a cluster made of network namespaces, with real packets.</summary>
static class LabCommand
{
    public static Command Create(Terminal terminal) =>
        new("lab", "A cluster made of network namespaces on this machine: real packets prove what the model says.")
        {
            LabRunCommand.Create(terminal),
            LabUpCommand.Create(terminal),
            LabProbeCommand.Create(terminal),
            LabApplyCommand.Create(terminal),
            LabExecCommand.CreateExec(terminal),
            LabExecCommand.CreateShell(terminal),
            LabStatusCommand.Create(terminal),
            LabDownCommand.Create(terminal),
        };
}
