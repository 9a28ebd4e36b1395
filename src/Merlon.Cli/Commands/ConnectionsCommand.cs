using System.Collections.Immutable;
using System.CommandLine;
using Merlon.Cli.Input;
using Merlon.Cli.Output;
using Merlon.Connectivity;
using Merlon.Evaluation;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon connections</c>: everything that may connect.</summary>
sealed class ConnectionsCommand
{
    readonly InputOptions _input = new();
    readonly EngineOptions _engine = new();
    readonly HostFirewallOptions _hosts = new();
    readonly Option<string> _output = new("--output", "-o")
    {
        Description = "table, json or csv.",
        HelpName = "FORMAT",
    };
    readonly Terminal _terminal;

    ConnectionsCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var connections = new ConnectionsCommand(terminal);
        var command = new Command(
            "connections", "All connections that are open, between workloads, nodes and the outside.");
        connections._input.AddTo(command);
        command.Options.Add(connections._output);
        connections._engine.AddTo(command);
        connections._hosts.AddTo(command);
        command.SetAction(connections.Run);
        return command;
    }

    int Run(ParseResult arguments)
    {
        var format = arguments.GetValue(_output) ?? "table";
        if (format is not ("table" or "json" or "csv"))
        {
            return _terminal.Fail($"`{format}` is not an output of connections: table, json or csv");
        }
        if (_engine.Read(arguments, _terminal) is not { } options) return ExitCode.Wrong;
        if (_input.Read(arguments, _terminal) is not { } manifests) return ExitCode.Wrong;
        var paths = _input.Paths(arguments);
        if (_hosts.Add(arguments, _terminal, paths, Snapshot.From(manifests)) is not { } snapshot) return ExitCode.Wrong;
        var evaluator = new Evaluator(snapshot.Cluster, snapshot.Policies, options, snapshot.Firewalls);
        var rows = ConnectivityTable.Rows(new ConnectivityMap(evaluator)).ToImmutableArray();
        if (format == "json") Json.Write(_terminal, writer => ConnectionsOutput.WriteJson(writer, rows));
        else
        {
            using var text = _terminal.OpenText();
            if (format == "csv") ConnectionsOutput.WriteCsv(text, rows);
            else ConnectionsOutput.WriteTable(new Page(text, new Ink(_terminal.UseColor)), rows, snapshot.Cluster);
        }
        _terminal.TellUnread(snapshot.Unread, "this answer");
        return snapshot.Unread.IsEmpty ? ExitCode.Yes : ExitCode.Wrong;
    }
}
