using System.CommandLine;
using Merlon.Cli.Input;
using Merlon.Cli.Output;
using Merlon.Lab;
using Merlon.Lab.State;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon lab up</c>: builds the cluster and leaves it there.</summary>
sealed class LabUpCommand
{
    readonly InputOptions _input = new();
    readonly LabOptionsInput _options = new();
    readonly HostFirewallOptions _hosts = new();
    readonly Terminal _terminal;

    LabUpCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var up = new LabUpCommand(terminal);
        var command = new Command("up", "Build the cluster, enforce its policies, and leave it there until down.");
        up._input.AddTo(command);
        up._options.AddTo(command, canBuild: true);
        up._hosts.AddTo(command);
        command.SetAction(
            arguments => LabHost.Run(terminal, staysUp: true, (folder, stop) => up.Run(arguments, folder, stop)));
        return command;
    }

    int Run(ParseResult arguments, LabFolder folder, CancellationToken stop)
    {
        if (folder.All().FirstOrDefault(state => state.StaysUp) is { } other)
        {
            return _terminal.Fail($"lab {other.Id} is up already: merlon lab down removes it");
        }
        if (_options.Read(arguments, _terminal) is not { } options) return ExitCode.Wrong;
        if (_input.Read(arguments, _terminal, out var sources, out var readOptions) is not { } manifests)
        {
            return ExitCode.Wrong;
        }
        var paths = _input.Paths(arguments);
        if (_hosts.Add(arguments, _terminal, paths, Snapshot.From(manifests)) is not { } snapshot) return ExitCode.Wrong;
        using var text = _terminal.OpenText();
        text.AutoFlush = true;
        var report = new LabReport(new Page(text, new Ink(_terminal.UseColor)));
        using var progress = new Progress(_terminal.Error);
        var lab = LabSteps.Build(
            folder, new LabInput([.. sources], readOptions), snapshot, options, staysUp: true, report, progress, stop);
        try
        {
            LabSteps.Enforce(lab, report, progress);
        }
        catch
        {
            lab.Remove();
            throw;
        }
        _terminal.TellUnread(snapshot.Unread, "this lab");
        text.WriteLine("Next: merlon lab probe · exec POD -- COMMAND · shell POD · apply PATH… · status · down");
        return snapshot.Unread.IsEmpty ? ExitCode.Yes : ExitCode.Wrong;
    }
}
