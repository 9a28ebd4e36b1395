using System.CommandLine;
using System.Text;
using Merlon.Cli.Input;
using Merlon.Cli.Output;
using Merlon.Diagnostics;
using Merlon.Documents;
using Merlon.Linting.Fixes;
using Merlon.Linting.Repair;
using Merlon.Manifests;

namespace Merlon.Cli.Commands;

/// <summary>What <c>merlon lint</c> changes: <c>--fix</c> and <c>--repair</c>.</summary>
sealed class LintChanges
{
    /// <summary>A fix can make room for another; more rounds than this would be a circle.</summary>
    const int MaxRounds = 10;

    readonly Option<bool> _fix = new("--fix")
    {
        Description = "Mend in the files what can be mended without changing any verdict; comments and layout stay.",
    };

    readonly Option<bool> _unsafe = new("--unsafe")
    {
        Description = "With --fix: make the proposed edits as well, which change what policies do.",
    };

    readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "With --fix or --repair: show the difference, and change nothing.",
    };

    readonly Option<bool> _repair = new("--repair")
    {
        Description = "Write documents that lost their indentation anew, to standard output.",
    };

    readonly Option<bool> _write = new("--write") { Description = "With --repair: change the files instead." };

    public void AddTo(Command command)
    {
        command.Options.Add(_fix);
        command.Options.Add(_unsafe);
        command.Options.Add(_dryRun);
        command.Options.Add(_repair);
        command.Options.Add(_write);
    }

    public bool Fixes(ParseResult arguments) => arguments.GetValue(_fix);

    public bool Repairs(ParseResult arguments) => arguments.GetValue(_repair);

    public int Fix(
        ParseResult arguments,
        IReadOnlyList<SourceText> sources,
        LintInput input,
        Func<Severity, bool> isFailure,
        Terminal terminal)
    {
        var mended = 0;
        var texts = sources.ToList();
        var result = input.Lint(texts).Result;
        for (var round = 0; round < MaxRounds; round++)
        {
            var changed = texts
                .Select(text => DocumentReader.IsDocument(text.Name)
                    ? new FixedText(text, text, [])
                    : Fixer.Apply(text, result.Findings, arguments.GetValue(_unsafe)))
                .ToList();
            var count = changed.Sum(text => text.Mended.Length);
            if (count == 0) break;
            mended += count;
            texts = [.. changed.Select(text => text.After)];
            result = input.Lint(texts).Result;
        }
        using var output = terminal.OpenText();
        foreach (var (before, after) in sources.Zip(texts).Where(pair => !ReferenceEquals(pair.First, pair.Second)))
        {
            Show(arguments, before, after, terminal, output);
        }
        var left = result.Findings.Length;
        output.WriteLine(
            $"{mended} {(mended == 1 ? "finding" : "findings")} {(arguments.GetValue(_dryRun) ? "would be mended" : "mended")}, "
                + $"{left} left{(left == 0 ? "" : ": merlon lint shows them")}");
        return result.Findings.Any(finding => isFailure(finding.Severity)) ? ExitCode.No : ExitCode.Yes;
    }

    public int Repair(ParseResult arguments, IReadOnlyList<SourceText> sources, Terminal terminal)
    {
        using var output = terminal.OpenText();
        var separator = "";
        foreach (var source in sources.SelectMany(Manifests))
        {
            var repair = Repairer.Repair(source);
            foreach (var note in repair.Notes) terminal.Error.WriteLine($"merlon: {source.Name}: {note}");
            if (!arguments.GetValue(_write) && !arguments.GetValue(_dryRun))
            {
                output.Write(separator + repair.Yaml.TrimStart('\n'));
                separator = "---\n";
            }
            else if (!DocumentReader.IsDocument(source.Name))
            {
                Show(arguments, source, source with { Content = Encoding.UTF8.GetBytes(repair.Yaml) }, terminal, output);
            }
        }
        return ExitCode.Yes;
    }

    static IEnumerable<SourceText> Manifests(SourceText source) => DocumentReader.IsDocument(source.Name)
        ? DocumentReader.Manifests(DocumentReader.Read(source))
        : [source];

    // Standard input cannot be changed in place: what would stand there is the answer.
    void Show(ParseResult arguments, SourceText before, SourceText after, Terminal terminal, StreamWriter output)
    {
        if (arguments.GetValue(_dryRun)) output.Write(UnifiedDiff.Of(before, after));
        else if (before.Name == ManifestFiles.StandardInput) output.Write(Encoding.UTF8.GetString(after.Content.Span));
        else File.WriteAllBytes(Path.GetFullPath(before.Name, terminal.Folder), after.Content.ToArray());
    }
}
