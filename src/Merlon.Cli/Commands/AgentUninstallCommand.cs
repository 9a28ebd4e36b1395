using System.CommandLine;
using Merlon.Agent.Kernel;
using Merlon.Linux;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon agent uninstall</c>: takes out of the kernel what an agent has put there.</summary>
static class AgentUninstallCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "uninstall", "Remove the ruleset from the kernel: from then on nothing is enforced on this machine.");
        command.SetAction(_ => Run(terminal));
        return command;
    }

    static int Run(Terminal terminal)
    {
        try
        {
            using var kernel = NodeKernel.Open();
            using var text = terminal.OpenText();
            text.WriteLine(kernel.Remove()
                ? "removed: nothing is enforced on this machine any more"
                : "nothing to remove: no agent's ruleset is in force here");
            return ExitCode.Yes;
        }
        catch (LinuxException e)
        {
            return terminal.Fail(e.Message);
        }
    }
}
