using System.CommandLine;
using Merlon.Cli.Input;
using Merlon.Lab;
using Merlon.Lab.State;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon lab status</c>: which labs there are, and what is in the one that is up.</summary>
static class LabStatusCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "status", "The labs that there are: who is in them, with addresses and network namespaces.");
        command.SetAction(_ => Run(terminal));
        return command;
    }

    static int Run(Terminal terminal)
    {
        try
        {
            var folder = LabFolder.OfUser();
            using var text = terminal.OpenText();
            var labs = folder.All();
            if (labs.Count == 0) text.WriteLine("no lab");
            foreach (var state in labs) Write(text, folder, state);
            return ExitCode.Yes;
        }
        catch (LabException e)
        {
            return terminal.Fail(e.Message);
        }
    }

    static void Write(StreamWriter text, LabFolder folder, LabState state)
    {
        if (!state.StaysUp)
        {
            var left = Merlon.Lab.Lab.IsAbandoned(state)
                ? "its process is gone: merlon lab down removes it"
                : $"a run of process {state.Owner}";
            text.WriteLine($"lab {state.Id}  {state.Namespaces.Count} namespaces, {left}");
            return;
        }
        var plan = Merlon.Lab.Lab.Open(folder, state, LabOptionsInput.Of(state)).Plan;
        text.WriteLine($"lab {state.Id}  up, {state.Network}, {plan.Nodes.Count()} nodes, {plan.Pods.Count()} pods{(state.Policies is null ? "" : ", with other policies than it began with")}");
        var width = plan.Places.Max(place => place.Id.Length);
        var nodes = plan.Places.Max(place => place.Node?.Length ?? 0);
        foreach (var place in plan.Places)
        {
            text.WriteLine($"  {place.Id.PadRight(width)}  {(place.Node ?? "").PadRight(nodes)}  {state.Prefix}{place.Netns}  {string.Join(", ", place.Addresses)}");
        }
    }
}
