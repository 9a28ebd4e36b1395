using System.CommandLine;
using Merlon.Cli.Input;
using Merlon.Cli.Replay;
using Merlon.Questions;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon replay</c>: recorded flows, judged by policies that may not be in force yet.</summary>
sealed class ReplayCommand
{
    const int MaxFaultsTold = 20;

    readonly InputOptions _input = new();
    readonly EngineOptions _engine = new();
    readonly HostFirewallOptions _hosts = new();
    readonly Option<string> _flows = new("--flows")
    {
        Description = "Flows, one JSON object a line with from, to, protocol and port; - for standard input.",
        Required = true,
        HelpName = "FILE",
    };
    readonly Option<string> _namespace = new("--namespace", "-n")
    {
        Description = "The namespace of names without one.",
        HelpName = "NAME",
    };
    readonly Terminal _terminal;

    ReplayCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var replay = new ReplayCommand(terminal);
        var command = new Command(
            "replay", "Judge recorded flows: each line comes back with its verdict and what decided it.");
        replay._input.AddTo(command);
        command.Options.Add(replay._flows);
        command.Options.Add(replay._namespace);
        replay._engine.AddTo(command);
        replay._hosts.AddTo(command);
        command.SetAction(replay.Run);
        return command;
    }

    int Run(ParseResult arguments)
    {
        if (_engine.Read(arguments, _terminal) is not { } options) return ExitCode.Wrong;
        var path = arguments.GetValue(_flows) ?? "-";
        if (path == "-" && _input.ReadsStandardInput(arguments))
        {
            return _terminal.Fail("standard input can be the manifests or the flows, not both");
        }
        if (_input.Read(arguments, _terminal) is not { } manifests) return ExitCode.Wrong;
        var full = Path.GetFullPath(path, _terminal.Folder);
        if (path != "-" && !File.Exists(full)) return _terminal.Fail($"no such file: `{path}`");

        var paths = _input.Paths(arguments);
        if (_hosts.Add(arguments, _terminal, paths, Snapshot.From(manifests)) is not { } snapshot) return ExitCode.Wrong;
        var faults = 0;
        var replay = new FlowReplay(
            new Answerer(snapshot, options, arguments.GetValue(_namespace)), path == "-" ? "<stdin>" : path, Tell);
        using (var input = path == "-" ? null : File.OpenRead(full))
        {
            // Not disposed of: that would close the terminal's output.
            var output = new BufferedStream(_terminal.Output, 1 << 16);
            replay.Run(input ?? _terminal.Input, output);
            output.Flush();
        }
        if (faults > MaxFaultsTold) _terminal.Error.WriteLine($"merlon: and {faults - MaxFaultsTold} lines more");
        _terminal.TellUnread(snapshot.Unread, "these answers", "them");
        return faults == 0 && snapshot.Unread.IsEmpty ? ExitCode.Yes : ExitCode.Wrong;

        void Tell(string fault)
        {
            if (++faults <= MaxFaultsTold) _terminal.Error.WriteLine($"merlon: {fault}");
        }
    }
}
