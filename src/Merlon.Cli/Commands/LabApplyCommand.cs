using System.CommandLine;
using Merlon.Cli.Input;
using Merlon.Cli.Output;
using Merlon.Lab;
using Merlon.Lab.State;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon lab apply</c>: other policies for the lab that is up.</summary>
sealed class LabApplyCommand
{
    readonly InputOptions _input = new();
    readonly Terminal _terminal;

    LabApplyCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var apply = new LabApplyCommand(terminal);
        var command = new Command(
            "apply", "In the lab that is up: enforce the policies of these manifests instead; pods and nodes stay.");
        apply._input.AddTo(command);
        command.SetAction(
            arguments => LabHost.Run(terminal, staysUp: true, (folder, _) => apply.Run(arguments, folder)));
        return command;
    }

    int Run(ParseResult arguments, LabFolder folder)
    {
        var state = folder.Up();
        if (_input.Read(arguments, _terminal, out var sources, out var options) is not { } manifests)
        {
            return ExitCode.Wrong;
        }
        var snapshot = Snapshot.From(manifests);
        var lab = Merlon.Lab.Lab.Open(folder, state, LabOptionsInput.Of(state));
        using var text = _terminal.OpenText();
        using var progress = new Progress(_terminal.Error);
        lab.ChangePolicies(new LabInput([.. sources], options));
        LabSteps.Enforce(lab, new LabReport(new Page(text, new Ink(_terminal.UseColor))), progress);
        _terminal.TellUnread(snapshot.Unread, "this lab");
        return snapshot.Unread.IsEmpty ? ExitCode.Yes : ExitCode.Wrong;
    }
}
