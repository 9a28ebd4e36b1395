using System.CommandLine;
using Merlon.Cli.Input;
using Merlon.Cli.Output;
using Merlon.Connectivity;
using Merlon.Connectivity.Groups;
using Merlon.Evaluation;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon connections</c>: everything that may connect.</summary>
sealed class ConnectionsCommand
{
    static readonly string[] Formats = ["table", "json", "csv", "md", "dot", "mermaid", "html"];

    readonly ClusterInput _input = new();
    readonly ConnectionSelectionOptions _selection = new();
    readonly Option<bool> _explain = new("--explain")
    {
        Description = "Below each group every rule that opens a part of it. For the table only.",
    };
    readonly Option<string> _output = new("--output", "-o")
    {
        Description = "table (default), md, dot, mermaid: groups of ends that fare alike; json, csv: every pair; "
            + "html: a page with the matrix of all.",
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
        connections._selection.AddTo(command);
        command.Options.Add(connections._explain);
        command.Options.Add(connections._output);
        command.SetAction(connections.Run);
        return command;
    }

    int Run(ParseResult arguments)
    {
        var format = arguments.GetValue(_output) ?? "table";
        if (!Formats.Contains(format))
        {
            return _terminal.Fail($"`{format}` is not an output of connections: {string.Join(", ", Formats)}");
        }
        using var progress = Progress.On(_terminal);
        progress.Doing("reading");
        if (_input.Read(arguments, _terminal) is not var (snapshot, evaluator)) return ExitCode.Wrong;
        if (_selection.Read(arguments, _terminal, snapshot) is not { } selection) return ExitCode.Wrong;
        progress.Doing($"working out all pairs of {snapshot.Cluster.Endpoints.Length:N0} endpoints");
        Write(format, new ConnectivityMap(evaluator), selection, arguments.GetValue(_explain));
        _terminal.TellUnread(snapshot.Unread, "this answer");
        return snapshot.Unread.IsEmpty ? ExitCode.Yes : ExitCode.Wrong;
    }

    void Write(string format, ConnectivityMap map, ConnectionSelection selection, bool explain)
    {
        switch (format)
        {
            case "json":
                Json.Write(
                    _terminal, writer => ConnectionsOutput.WriteJson(writer, selection.Of(ConnectivityTable.Rows(map))));
                return;
            case "html":
                using (var text = _terminal.OpenText()) ConnectionsPage.Write(text, map);
                return;
        }
        using var output = _terminal.OpenText();
        if (format == "csv")
        {
            ConnectionsOutput.WriteCsv(output, selection.Of(ConnectivityTable.Rows(map)));
            return;
        }
        var groups = new ConnectionGroups(map);
        var told = new ConnectionGroupsText(selection.Of(groups), groups.Everyone, Workloads(map));
        if (format == "md") told.WriteMarkdown(output);
        else if (format == "dot") told.WriteDot(output);
        else if (format == "mermaid") told.WriteMermaid(output);
        else told.WriteTable(new Page(output, new Ink(_terminal.UseColor)), explain);
    }

    static int Workloads(ConnectivityMap map) => map.Evaluator.Cluster.Endpoints
        .Where(endpoint => endpoint.IsOnPodNetwork)
        .Select(endpoint => endpoint.Workload)
        .Distinct()
        .Count();
}
