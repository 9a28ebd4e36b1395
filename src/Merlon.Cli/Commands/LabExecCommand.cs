using System.CommandLine;
using Merlon.Cli.Input;
using Merlon.Lab.Planning;
using Merlon.Lab.State;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon lab exec</c> and <c>merlon lab shell</c>: programs of this machine, where a pod is.</summary>
sealed class LabExecCommand
{
    readonly Argument<string> _place = new("POD") { Description = "A pod, node/name, or outside." };
    readonly Argument<string[]> _command = new("COMMAND")
    {
        Description = "The program and its arguments, after --.",
        Arity = ArgumentArity.OneOrMore,
    };
    readonly Terminal _terminal;

    LabExecCommand(Terminal terminal) => _terminal = terminal;

    public static Command CreateExec(Terminal terminal)
    {
        var exec = new LabExecCommand(terminal);
        var command = new Command(
            "exec",
            "In the lab that is up: run a program in the network namespace of a pod.") { exec._place, exec._command };
        command.SetAction(arguments => LabHost.Run(terminal, staysUp: true, (folder, _) => exec.Run(folder, arguments.GetValue(exec._place) ?? "", arguments.GetValue(exec._command) ?? [])));
        return command;
    }

    public static Command CreateShell(Terminal terminal)
    {
        var shell = new LabExecCommand(terminal);
        var command = new Command(
            "shell", "In the lab that is up: a shell in the network namespace of a pod.") { shell._place };
        var program = Environment.GetEnvironmentVariable("SHELL") is { Length: > 0 } own ? own : "/bin/sh";
        command.SetAction(arguments => LabHost.Run(terminal, staysUp: true, (folder, _) => shell.Run(folder, arguments.GetValue(shell._place) ?? "", [program])));
        return command;
    }

    int Run(LabFolder folder, string name, string[] command)
    {
        var state = folder.Up();
        var lab = Merlon.Lab.Lab.Open(folder, state, LabOptionsInput.Of(state));
        var places = lab.Plan.Places.Where(place => place.Id == name || place.Name == name).ToList();
        if (places.Count == 0)
        {
            places = [.. lab.Plan.Places.Where(place => place.Id.EndsWith("/" + name, StringComparison.Ordinal))];
        }
        return places switch
        {
            [var only] => lab.Execute(only, command),
            [] =>
                _terminal.Fail($"there is no `{name}` in the lab: {string.Join(", ", lab.Plan.Places.Take(8).Select(place => place.Id))}{(lab.Plan.Places.Length > 8 ? ", …" : "")}"),
            _ => _terminal.Fail($"`{name}` is ambiguous: {string.Join(" or ", places.Select(place => place.Id))}?"),
        };
    }
}
