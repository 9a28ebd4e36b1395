using System.CommandLine;
using Merlon.Cli.Input;
using Merlon.Cli.Output;
using Merlon.Linting;
using Merlon.Manifests;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon lint</c>: what is wrong with manifests, and what follows from it.</summary>
sealed class LintCommand
{
    readonly InputOptions _input = new();
    readonly HostFirewallOptions _hosts = new();
    readonly LintOptionsInput _options = new();
    readonly LintChanges _changes = new();
    readonly Option<string> _output = new("--output", "-o")
    {
        Description = "text, json, sarif, github (annotations) or junit.",
        HelpName = "FORMAT",
    };

    readonly Option<string> _explain = new("--explain")
    {
        Description = "Tell what a code means, with an example; nothing is read.",
        HelpName = "CODE",
    };

    readonly Terminal _terminal;

    LintCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var lint = new LintCommand(terminal);
        var command = new Command(
            "lint",
            "What the API server refuses, what is probably not meant, and what follows from it. Markdown and plain text "
                + "(.md, .txt, .rst, .adoc) are searched for manifests.");
        lint._input.AddTo(command, needsPath: false);
        lint._options.AddTo(command);
        lint._changes.AddTo(command);
        lint._hosts.AddTo(command);
        command.Options.Add(lint._output);
        command.Options.Add(lint._explain);
        command.SetAction(lint.Run);
        return command;
    }

    int Run(ParseResult arguments)
    {
        if (arguments.GetValue(_explain) is { } code) return Explain(code);
        if (!_input.AreGiven(arguments))
        {
            return _terminal.Fail("name files or folders to lint, - for standard input, or --kubeconfig for a live cluster");
        }
        if (LintOutput.Named(arguments.GetValue(_output) ?? "text") is not { } write)
        {
            return _terminal.Fail(
                $"`{arguments.GetValue(_output)}` is not an output of lint: {string.Join(", ", LintOutput.Names)}");
        }
        if (_options.Read(arguments, _terminal) is not { } configuration) return ExitCode.Wrong;
        if (_options.Failing(arguments, configuration, _terminal) is not { } isFailure) return ExitCode.Wrong;
        if (_input.Load(arguments, _terminal) is not { } loaded) return ExitCode.Wrong;
        if (_changes.Repairs(arguments)) return _changes.Repair(arguments, loaded.Sources, _terminal);
        if (_hosts.Read(arguments, _terminal, _input.Paths(arguments)) is not { } hosts) return ExitCode.Wrong;
        var input = new LintInput(loaded, configuration, [.. hosts.Select(host => host.Text)]);
        if (_changes.Fixes(arguments)) return _changes.Fix(arguments, loaded.Sources, input, isFailure, _terminal);
        var (manifests, result) = input.Lint(loaded.Sources);
        write(new LintReport(result, manifests, loaded.Sources, isFailure), _terminal);
        return result.Findings.Any(finding => isFailure(finding.Severity)) ? ExitCode.No : ExitCode.Yes;
    }

    int Explain(string code)
    {
        if (LintRules.Find(code) is not { } rule)
        {
            var near = NearestName.Find(code, LintRules.All.Select(known => known.Code.Id));
            return _terminal.Fail(
                $"there is no code `{code}`{(near is null ? ": docs/lint.md lists them" : $": did you mean {near}?")}");
        }
        using var text = _terminal.OpenText();
        LintRuleText.Write(new Page(text, new Ink(_terminal.UseColor)), rule);
        return ExitCode.Yes;
    }
}
