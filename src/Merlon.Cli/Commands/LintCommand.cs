using System.CommandLine;
using Merlon.Cli.Input;
using Merlon.Cli.Output;
using Merlon.Diagnostics;
using Merlon.Linting;
using Merlon.Manifests;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon lint</c>: what is wrong with manifests, and what follows from it.</summary>
sealed class LintCommand
{
    readonly InputOptions _input = new();
    readonly HostFirewallOptions _hosts = new();
    readonly Option<string> _output = new("--output", "-o") { Description = "text or json.", HelpName = "FORMAT" };
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
            "lint", "What the API server refuses, what is probably not meant, and what follows from it.");
        lint._input.AddTo(command, needsPath: false);
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
        var format = arguments.GetValue(_output) ?? "text";
        if (format is not ("text" or "json"))
        {
            return _terminal.Fail($"`{format}` is not an output of lint: text or json");
        }
        if (_input.Read(arguments, _terminal) is not { } manifests) return ExitCode.Wrong;
        if (_hosts.Read(arguments, _terminal, _input.Paths(arguments)) is not { } hosts) return ExitCode.Wrong;
        var options = LintOptions.Default with { HostFirewalls = [.. hosts.Select(host => host.Text)] };
        var found = Linter.Lint(manifests, options);
        if (format == "json") Json.Write(_terminal, writer => LintJson.Write(writer, found));
        else
        {
            using var text = _terminal.OpenText();
            LintText.Write(new Page(text, new Ink(_terminal.UseColor)), found, manifests);
        }
        return found.Any(finding => finding.Severity > Severity.Info) ? ExitCode.No : ExitCode.Yes;
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
