using System.CommandLine;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Cli.Input;
using Merlon.Cli.Output;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Questions;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon explain</c>: may this connect to that, and why.</summary>
sealed class ExplainCommand
{
    readonly InputOptions _input = new();
    readonly EngineOptions _engine = new();
    readonly HostFirewallOptions _hosts = new();
    readonly Option<string> _from = new("--from")
    {
        Description = "Who connects: namespace/pod, namespace/Kind/name, node/name, an address or a CIDR.",
        Required = true,
        HelpName = "END",
    };
    readonly Option<string> _to = new("--to")
    {
        Description = "What is connected to: the same, or svc/[namespace/]name; a port may follow after a colon.",
        Required = true,
        HelpName = "END",
    };
    readonly Option<string> _port = new("--port", "-p")
    {
        Description = "80, 53/udp, a port name, or icmp.",
        HelpName = "PORT",
    };
    readonly Option<string> _namespace = new("--namespace", "-n")
    {
        Description = "The namespace of names without one.",
        HelpName = "NAME",
    };
    readonly Option<int> _family = new("--ip-version")
    {
        Description = "Only IPv4 or only IPv6, where both are in use.",
        HelpName = "4|6",
    };
    readonly Option<string> _output = new("--output", "-o") { Description = "text or json.", HelpName = "FORMAT" };
    readonly Option<bool> _suggest = new("--suggest")
    {
        Description = "For a denial: print the NetworkPolicy that would allow exactly this.",
    };
    readonly Option<bool> _all = new("--all") { Description = "Show every rule, not only the nearest misses." };
    readonly Option<bool> _quiet = new("--quiet", "-q")
    {
        Description = "Print nothing: 0 allowed, 1 denied, 2 wrong question or input, 3 it depends.",
    };
    readonly Terminal _terminal;

    ExplainCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var explain = new ExplainCommand(terminal);
        var command = new Command(
            "explain", "May one end connect to another, which rule decides, and what would change it.");
        explain._input.AddTo(command);
        foreach (var option in new Option[]
        {
            explain._from, explain._to, explain._port, explain._namespace, explain._family, explain._output,
            explain._suggest, explain._all, explain._quiet,
        })
        {
            command.Options.Add(option);
        }
        explain._engine.AddTo(command);
        explain._hosts.AddTo(command);
        command.SetAction(explain.Run);
        return command;
    }

    int Run(ParseResult arguments)
    {
        var format = arguments.GetValue(_output) ?? "text";
        if (format is not ("text" or "json"))
        {
            return _terminal.Fail($"`{format}` is not an output of explain: text or json");
        }
        if (_engine.Read(arguments, _terminal) is not { } options) return ExitCode.Wrong;
        if (_input.Read(arguments, _terminal, out var sources, out var reading) is not { } manifests) return ExitCode.Wrong;
        var paths = _input.Paths(arguments);
        if (_hosts.Add(arguments, _terminal, paths, Snapshot.From(manifests)) is not { } snapshot) return ExitCode.Wrong;
        var answerer = new Answerer(snapshot, options, arguments.GetValue(_namespace));
        if (Ask(arguments, answerer) is not var (from, to, port, family)) return ExitCode.Wrong;

        var answer = answerer.Answer(from, to, port, family);
        // What is in force, where the answer is about what is staged.
        Verdict? enforced = null;
        if (reading.EnforcesStaged)
        {
            var now = ManifestReader.Read(sources, reading with { EnforcesStaged = false });
            if (_hosts.Add(arguments, _terminal, paths, Snapshot.From(now)) is not { } inForce) return ExitCode.Wrong;
            enforced = new Answerer(inForce, options).Answer(from, to, port, family).Verdict;
        }
        if (arguments.GetValue(_quiet)) return CodeOf(answer);
        var suggestion = from is Target.Within || to is Target.Within ? null : SuggestionFor(answerer, answer);
        var obstacle = suggestion is null ? ObstacleFor(answerer, answer) : null;
        if (format == "json")
        {
            var json = new ExplanationJson(answerer);
            Json.Write(_terminal, writer => json.Write(writer, answer, $"{from}", $"{to}", port, suggestion, obstacle, enforced));
            return CodeOf(answer);
        }
        using var text = _terminal.OpenText();
        var page = new Page(text, new Ink(_terminal.UseColor));
        if (arguments.GetValue(_suggest)) return WriteSuggestion(text, answer, suggestion, obstacle);
        var explanation = new ExplanationText(page, answerer, arguments.GetValue(_all));
        explanation.Write(answer, $"{from}", $"{to}", port);
        if (suggestion is not null) SuggestionText.Write(page, suggestion);
        else if (obstacle is not null) SuggestionText.WriteObstacle(page, obstacle);
        if (enforced is { } verdict) StagedText.Write(page, answer.Verdict, verdict);
        return CodeOf(answer);
    }

    (Target From, Target To, PortQuestion Port, IpFamily? Family)? Ask(ParseResult arguments, Answerer answerer)
    {
        var from = answerer.Targets.Resolve(arguments.GetValue(_from) ?? "", out var fromError);
        var (toName, toPort) = PortGuess.Split(arguments.GetValue(_to) ?? "");
        var to = answerer.Targets.Resolve(toName, out var toError);
        var (port, portError) = PortOf(arguments.GetValue(_port) ?? toPort, to);
        var version = arguments.GetValue(_family);
        var familyError = version is 0 or 4 or 6 ? null : $"`{version}` is not an IP version: 4 or 6";
        foreach (var error in new[] { fromError, toError, portError, familyError })
        {
            if (error is not null) _terminal.Fail(error);
        }
        if (from is null || to is null || port is null || familyError is not null) return null;
        return (from, to, port, version == 0 ? null : (IpFamily)version);
    }

    static (PortQuestion? Port, string? Error) PortOf(string? text, Target? to)
    {
        if (text is not null)
        {
            return PortQuestion.TryParse(text, out var port, out var error) ? (port, null) : (null, error);
        }
        if (to is null) return (null, null);
        return (PortGuess.For(to, out var unclear), unclear);
    }

    // For the denied flow, or the denied one of several that fare differently.
    static Suggestion? SuggestionFor(Answerer answerer, Answer answer)
    {
        if (answer.Cases.FirstOrDefault(@case => @case.Result.Verdict == Verdict.Deny) is not { } denied) return null;
        // No policy opens what a host's own rules drop.
        if (denied.Result.SourceHost?.Verdict == Verdict.Deny || denied.Result.DestinationHost?.Verdict == Verdict.Deny)
        {
            return null;
        }
        return AllowSuggester.Suggest(answerer.Snapshot, answerer.Evaluator.Options, denied.Flow);
    }

    static string? ObstacleFor(Answerer answerer, Answer answer) =>
        answer.Cases.FirstOrDefault(@case => @case.Result.Verdict == Verdict.Deny) is { } denied
            ? SuggestionObstacle.Of(answerer.Evaluator, denied.Flow)
            : null;

    int WriteSuggestion(StreamWriter text, Answer answer, Suggestion? suggestion, string? obstacle)
    {
        if (suggestion is null)
        {
            var why = answer.Verdict == Verdict.Allow
                ? "nothing to suggest: this is allowed already"
                : obstacle ?? $"no NetworkPolicy can allow this{(answer.Reason is null ? "" : $": {answer.Reason}")}";
            new Page(_terminal.Error, new Ink(false)).Wrapped($"merlon: {why}", 2);
            return CodeOf(answer);
        }
        text.Write(suggestion.Yaml);
        SuggestionText.WriteCaveats(new Page(_terminal.Error, new Ink(false)), suggestion);
        return CodeOf(answer);
    }

    // A document that could not be read and could have changed the answer makes the input wrong, whatever the verdict.
    static int CodeOf(Answer answer) => answer switch
    {
        { Unread.IsEmpty: false } => ExitCode.Wrong,
        { Verdict: Verdict.Allow } => ExitCode.Yes,
        { Verdict: Verdict.Deny } => ExitCode.No,
        _ => ExitCode.Unknown,
    };
}
