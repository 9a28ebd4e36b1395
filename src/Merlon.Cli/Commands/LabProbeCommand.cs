using System.CommandLine;
using Merlon.Cli.Input;
using Merlon.Cli.Output;
using Merlon.Lab.State;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon lab probe</c>: sends packets in the lab that is up.</summary>
sealed class LabProbeCommand
{
    readonly LabOptionsInput _options = new();
    readonly Option<string> _output = new("--output", "-o") { Description = "text or json.", HelpName = "FORMAT" };
    readonly Terminal _terminal;

    LabProbeCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var probe = new LabProbeCommand(terminal);
        var command = new Command(
            "probe", "In the lab that is up: send a packet from everyone to everyone, and compare.");
        probe._options.AddTo(command, canBuild: false);
        command.Options.Add(probe._output);
        command.SetAction(
            arguments => LabHost.Run(terminal, staysUp: true, (folder, stop) => probe.Run(arguments, folder, stop)));
        return command;
    }

    int Run(ParseResult arguments, LabFolder folder, CancellationToken stop)
    {
        var format = arguments.GetValue(_output) ?? "text";
        if (format is not ("text" or "json"))
        {
            return _terminal.Fail($"`{format}` is not an output of lab probe: text or json");
        }
        var state = folder.Up();
        if (_options.Read(arguments, _terminal, LabOptionsInput.Of(state)) is not { } options) return ExitCode.Wrong;
        var lab = Merlon.Lab.Lab.Open(folder, state, options);
        using var text = _terminal.OpenText();
        text.AutoFlush = true;
        using var progress = new Progress(_terminal.Error);
        var report = new LabReport(new Page(format == "text" ? text : TextWriter.Null, new Ink(_terminal.UseColor)));
        var agree = LabSteps.Probe(lab, report, progress, results =>
        {
            if (format == "json") Json.Write(_terminal, writer => LabJson.Write(writer, lab.Plan, results));
        }, stop);
        return agree ? ExitCode.Yes : ExitCode.No;
    }
}
