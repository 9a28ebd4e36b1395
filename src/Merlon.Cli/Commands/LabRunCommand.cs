using System.CommandLine;
using Merlon.Assertions;
using Merlon.Cli.Input;
using Merlon.Cli.Output;
using Merlon.Lab;
using Merlon.Lab.Probing;
using Merlon.Lab.State;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon lab run</c>: builds the cluster, tries every pair, and removes it again.</summary>
sealed class LabRunCommand
{
    readonly InputOptions _input = new();
    readonly LabOptionsInput _options = new();
    readonly HostFirewallOptions _hosts = new();
    readonly ClaimOptions _claims = new();
    readonly Option<string> _output = new("--output", "-o") { Description = "text or json.", HelpName = "FORMAT" };
    readonly Terminal _terminal;

    LabRunCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var run = new LabRunCommand(terminal);
        var command = new Command(
            "run",
            "Build the cluster, enforce its policies, send a packet from everyone to everyone, compare, and remove it.");
        run._input.AddTo(command);
        run._options.AddTo(command, canBuild: true);
        run._hosts.AddTo(command);
        run._claims.AddTo(command);
        command.Options.Add(run._output);
        command.SetAction(run.Run);
        return command;
    }

    int Run(ParseResult arguments)
    {
        var format = arguments.GetValue(_output) ?? "text";
        if (format is not ("text" or "json"))
        {
            return _terminal.Fail($"`{format}` is not an output of lab run: text or json");
        }
        return LabHost.Run(_terminal, staysUp: false, (folder, stop) => Run(arguments, format, folder, stop));
    }

    int Run(ParseResult arguments, string format, LabFolder folder, CancellationToken stop)
    {
        if (_options.Read(arguments, _terminal) is not { } options) return ExitCode.Wrong;
        if (_input.Read(arguments, _terminal, out var sources, out var readOptions) is not { } manifests)
        {
            return ExitCode.Wrong;
        }
        var paths = _input.Paths(arguments);
        if (_hosts.Add(arguments, _terminal, paths, Snapshot.From(manifests)) is not { } snapshot) return ExitCode.Wrong;
        if (_claims.Read(arguments, _terminal, paths) is not { } claims) return ExitCode.Wrong;
        options = options with { Claimed = ClaimCheck.PortsOf(claims) };
        using var text = _terminal.OpenText();
        text.AutoFlush = true;
        var report = new LabReport(new Page(format == "text" ? text : TextWriter.Null, new Ink(_terminal.UseColor)));
        using var progress = new Progress(_terminal.Error);
        var lab = LabSteps.Build(
            folder, new LabInput([.. sources], readOptions), snapshot, options, staysUp: false, report, progress, stop);
        try
        {
            var run = claims.IsEmpty ? null : new AssertionRun(snapshot.With(lab.Plan.Evaluator.Cluster), lab.Plan.Evaluator);
            if (run is not null && AssertionFiles.Tell(run.Faults(claims), _terminal)) return ExitCode.Wrong;
            LabSteps.Enforce(lab, report, progress);
            var agree = LabSteps.Probe(lab, report, progress, results =>
            {
                if (run is not null) report.Claimed([.. claims.Select(claim => ClaimCheck.Check(claim, run, results))]);
                if (format == "json") Json.Write(_terminal, writer => LabJson.Write(writer, lab.Plan, results));
            }, stop);
            _terminal.TellUnread(snapshot.Unread, "this lab");
            return !agree ? ExitCode.No : snapshot.Unread.IsEmpty ? ExitCode.Yes : ExitCode.Wrong;
        }
        finally
        {
            progress.Doing("removing namespaces");
            lab.Remove();
        }
    }
}
