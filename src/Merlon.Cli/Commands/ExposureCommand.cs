using System.CommandLine;
using Merlon.Cli.Input;
using Merlon.Cli.Output;
using Merlon.Connectivity.Exposure;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon exposure</c>: what may reach each workload, and what it may reach, now and later.</summary>
sealed class ExposureCommand
{
    readonly ClusterInput _input = new();
    readonly Option<string> _namespace = new("--namespace", "-n")
    {
        Description = "Only the workloads of this namespace.",
        HelpName = "NAMESPACE",
    };

    readonly Option<string> _output = new("--output", "-o")
    {
        Description = "text (default) or json.",
        HelpName = "FORMAT",
    };

    readonly Terminal _terminal;

    ExposureCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var exposure = new ExposureCommand(terminal);
        var command = new Command(
            "exposure", "What may reach each workload and what it may reach, pods that do not exist yet included; "
                + "and which policies and rules do nothing.");
        exposure._input.AddTo(command);
        command.Options.Add(exposure._namespace);
        command.Options.Add(exposure._output);
        command.SetAction(exposure.Run);
        return command;
    }

    int Run(ParseResult arguments)
    {
        var (format, @namespace) = (arguments.GetValue(_output) ?? "text", arguments.GetValue(_namespace));
        if (format is not ("text" or "json")) return _terminal.Fail($"`{format}` is not an output of exposure: text or json");
        using var progress = Progress.On(_terminal);
        progress.Doing("reading");
        if (_input.Read(arguments, _terminal) is not var (snapshot, evaluator)) return ExitCode.Wrong;
        if (@namespace is not null && !snapshot.Cluster.TryGetNamespace(@namespace, out _))
        {
            return _terminal.Fail($"there is no namespace `{@namespace}` in the input");
        }
        progress.Doing("working out all pairs");
        var report = ExposureReport.Of(evaluator);
        var workloads = report.Workloads.Where(workload => @namespace is null || workload.Name.Namespace == @namespace).ToList();
        if (format == "json") Json.Write(_terminal, writer => ExposureJson.Write(writer, report, workloads));
        else
        {
            using var text = _terminal.OpenText();
            new ExposureText(new Page(text, new Ink(_terminal.UseColor)), report).Write(workloads);
        }
        _terminal.TellUnread(snapshot.Unread, "this answer");
        return snapshot.Unread.IsEmpty ? ExitCode.Yes : ExitCode.Wrong;
    }
}
