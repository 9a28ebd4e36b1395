using System.Collections.Immutable;
using System.CommandLine;
using Merlon.Assertions;
using Merlon.Cli.Input;
using Merlon.Cli.Output;
using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Manifests;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon test</c>: assertions about a cluster, and what they do not notice.</summary>
sealed class TestCommand
{
    readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Files of assertions.",
        Arity = ArgumentArity.OneOrMore,
    };

    readonly Option<string[]> _on = new("--on")
    {
        Description = "The manifests that they are about: files or folders.",
        HelpName = "PATH",
        Arity = ArgumentArity.OneOrMore,
    };

    readonly Option<bool> _coverage = new("--coverage")
    {
        Description = "Tell which rules decide no flow that an assertion speaks of.",
    };

    readonly Option<bool> _mutate = new("--mutate")
    {
        Description = "Change each rule (delete it, widen it to anyone, to any port), and tell which changes no assertion notices.",
    };

    readonly Option<string> _output = new("--output", "-o")
    {
        Description = "text (default), tap, junit, sarif or github.",
        HelpName = "FORMAT",
    };

    readonly ClusterInput _input = new();
    readonly Terminal _terminal;

    TestCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var test = new TestCommand(terminal);
        var command = new Command("test", "Holds assertions against a cluster: who may connect, who may not, and nobody else.");
        command.Arguments.Add(test._files);
        command.Options.Add(test._on);
        command.Options.Add(test._coverage);
        command.Options.Add(test._mutate);
        command.Options.Add(test._output);
        test._input.AddOptionsTo(command);
        command.SetAction(test.Run);
        return command;
    }

    int Run(ParseResult arguments)
    {
        var format = arguments.GetValue(_output) ?? "text";
        if (!TestReport.Formats.Contains(format))
        {
            return _terminal.Fail($"`{format}` is not an output of test: {string.Join(", ", TestReport.Formats)}");
        }
        if (arguments.GetValue(_on) is not [var first, .. var others])
        {
            return _terminal.Fail("name the manifests that the assertions are about: --on PATH, or --on live for a cluster");
        }
        using var progress = Progress.On(_terminal);
        progress.Doing("reading");
        if (AssertionFiles.Read(arguments.GetValue(_files) ?? [], _terminal) is not { } assertions) return ExitCode.Wrong;
        if (_input.ReadVersion(arguments, _terminal, first, others) is not var (snapshot, evaluator)) return ExitCode.Wrong;
        progress.Doing("holding the assertions against the cluster");
        var run = new AssertionRun(snapshot, evaluator);
        if (AssertionFiles.Tell(run.Faults(assertions), _terminal)) return ExitCode.Wrong;
        ImmutableArray<AssertionResult> results = [.. assertions.Select(run.Check)];
        TestReport.Write(_terminal, format, results);
        var failed = results.Any(result => !result.Passed);
        if (arguments.GetValue(_coverage)) TellCoverage(run, snapshot, assertions);
        if (!failed && arguments.GetValue(_mutate)) failed = TellMutants(run, snapshot, assertions, progress);
        _terminal.TellUnread(snapshot.Unread, "these tests", "them");
        if (!snapshot.Unread.IsEmpty) return ExitCode.Wrong;
        return failed ? ExitCode.No : ExitCode.Yes;
    }

    void TellCoverage(AssertionRun run, Snapshot snapshot, ImmutableArray<Assertion> assertions)
    {
        using var text = _terminal.OpenText();
        var page = new Page(text, new Ink(_terminal.UseColor));
        var exercised = run.Exercised(assertions);
        var rules = snapshot.Policies.Policies
            .SelectMany(policy => policy.AllRules.Select(rule => (Policy: policy, Rule: rule)))
            .ToList();
        foreach (var (policy, rule) in rules.Where(item => !exercised.Contains(item.Rule)))
        {
            page.Pointing($"UNTESTED   {policy.Id.QualifiedName} rule {rule.Number}", rule.Origin.ToShortString(), 11);
        }
        page.Line($"{rules.Count(item => exercised.Contains(item.Rule))} of {rules.Count} rules are tested");
    }

    // Whether a change went unnoticed.
    bool TellMutants(
        AssertionRun run, Snapshot snapshot, ImmutableArray<Assertion> assertions, Progress progress)
    {
        progress.Doing("changing each rule");
        using var text = _terminal.OpenText();
        var page = new Page(text, new Ink(_terminal.UseColor));
        var (all, unnoticed) = (0, 0);
        foreach (var mutant in RuleMutants.Of(snapshot.Policies))
        {
            all++;
            var changed = run.With(mutant.Policies);
            if (assertions.Any(assertion => !changed.Check(assertion).Passed)) continue;
            unnoticed++;
            page.Pointing(
                $"UNNOTICED   {mutant.Policy.Id.QualifiedName} rule {mutant.Rule.Number} {mutant.Change}",
                mutant.Rule.Origin.ToShortString(),
                12);
        }
        page.Line($"{all - unnoticed} of {all} changes are noticed");
        return unnoticed > 0;
    }
}
