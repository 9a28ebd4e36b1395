using System.CommandLine;
using Merlon.Lab;
using Merlon.Lab.State;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon lab down</c>: removes what labs made, also those whose process died.</summary>
static class LabDownCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "down", "Remove the lab that is up, and what runs left that did not end as they should.");
        command.SetAction(_ => Run(terminal));
        return command;
    }

    static int Run(Terminal terminal)
    {
        try
        {
            var folder = LabFolder.OfUser();
            // Without a process that holds them, the namespaces of a user are gone already.
            var code = Privilege.HasHolder(folder)
                ? LabHost.Run(terminal, staysUp: true, (inside, _) => Remove(terminal, inside))
                : Remove(terminal, folder);
            Privilege.Release(folder);
            return code;
        }
        catch (LabException e)
        {
            return terminal.Fail(e.Message);
        }
    }

    static int Remove(Terminal terminal, LabFolder folder)
    {
        using var text = terminal.OpenText();
        var removed = 0;
        foreach (var state in folder.All())
        {
            if (!state.StaysUp && !Merlon.Lab.Lab.IsAbandoned(state))
            {
                text.WriteLine($"lab {state.Id} is a run of process {state.Owner}, which removes it itself");
                continue;
            }
            Merlon.Lab.Lab.Remove(folder, state);
            text.WriteLine($"lab {state.Id} removed: {state.Namespaces.Count} namespaces");
            removed++;
        }
        if (removed == 0) text.WriteLine("nothing to remove");
        return ExitCode.Yes;
    }
}
