using System.CommandLine;
using Merlon.Cli.Input;
using Merlon.Cli.Output;
using Merlon.Connectivity;
using Merlon.Connectivity.Differences;
using Merlon.Connectivity.Groups;
using Merlon.Evaluation;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon diff</c>: which connections a change opens and closes.</summary>
sealed class DiffCommand
{
    static readonly string[] Formats = ["text", "json", "md"];
    static readonly string[] Grounds = ["any", "opened", "closed"];

    readonly Argument<string> _old = new("OLD")
    {
        Description = "The older version: a file, a folder, REV:PATH of the Git repository here, "
            + "or live for the cluster of --kubeconfig.",
    };

    readonly Argument<string> _new = new("NEW") { Description = "The newer version, likewise." };

    readonly Option<string[]> _with = new("--with")
    {
        Description = "What belongs to both versions, such as the pods where OLD and NEW have the policies alone.",
        HelpName = "PATH",
    };

    readonly Option<string> _failOn = new("--fail-on")
    {
        Description = "What ends with 1: any difference (default), or only connections that are opened, or closed.",
        HelpName = "any|opened|closed",
    };

    readonly Option<string> _output = new("--output", "-o")
    {
        Description = "text (default), json, or md for a comment on a pull request.",
        HelpName = "FORMAT",
    };

    readonly ClusterInput _input = new();
    readonly Terminal _terminal;

    DiffCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var diff = new DiffCommand(terminal);
        var command = new Command("diff", "Which connections a change opens and closes, each with a flow that shows it.");
        command.Arguments.Add(diff._old);
        command.Arguments.Add(diff._new);
        command.Options.Add(diff._with);
        command.Options.Add(diff._failOn);
        command.Options.Add(diff._output);
        diff._input.AddOptionsTo(command);
        command.SetAction(diff.Run);
        return command;
    }

    int Run(ParseResult arguments)
    {
        var (format, ground) = (arguments.GetValue(_output) ?? "text", arguments.GetValue(_failOn) ?? "any");
        if (!Formats.Contains(format)) return _terminal.Fail($"`{format}` is not an output of diff: {string.Join(", ", Formats)}");
        if (!Grounds.Contains(ground)) return _terminal.Fail($"`{ground}` is nothing to fail on: {string.Join(", ", Grounds)}");
        using var progress = Progress.On(_terminal);
        progress.Doing("reading");
        if (Read(arguments, _old) is not var (old, before) || Read(arguments, _new) is not var (@new, after)) return ExitCode.Wrong;
        progress.Doing("comparing all pairs");
        var difference = ConnectivityComparison.Compare(before, after);
        Write(format, difference, after);
        _terminal.TellUnread(old.Unread, $"{arguments.GetValue(_old)}", "the difference");
        _terminal.TellUnread(@new.Unread, $"{arguments.GetValue(_new)}", "the difference");
        if (!old.Unread.IsEmpty || !@new.Unread.IsEmpty) return ExitCode.Wrong;
        var fails = ground switch
        {
            "opened" => !difference.Opened.IsEmpty,
            "closed" => !difference.Closed.IsEmpty,
            _ => !difference.IsNone,
        };
        return fails ? ExitCode.No : ExitCode.Yes;
    }

    (Snapshot Snapshot, Evaluator Evaluator)? Read(ParseResult arguments, Argument<string> version) =>
        _input.ReadVersion(arguments, _terminal, arguments.GetValue(version) ?? "", arguments.GetValue(_with) ?? []);

    void Write(string format, ConnectivityDifference difference, Evaluator evaluator)
    {
        if (format == "json")
        {
            Json.Write(_terminal, writer => DifferenceJson.Write(writer, difference));
            return;
        }
        var everyone = new ConnectionGroups(new ConnectivityMap(evaluator)).Everyone;
        using var text = _terminal.OpenText();
        if (format == "md") DifferenceText.WriteMarkdown(text, difference, everyone);
        else DifferenceText.Write(new Page(text, new Ink(_terminal.UseColor)), difference, everyone);
    }
}
