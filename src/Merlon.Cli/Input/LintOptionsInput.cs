using System.CommandLine;
using Merlon.Diagnostics;
using Merlon.Linting.Configuration;
using Merlon.Manifests;

namespace Merlon.Cli.Input;

/// <summary>The configuration file of lint, and the options that are stronger than it.</summary>
sealed class LintOptionsInput
{
    readonly Option<string> _config = new("--config")
    {
        Description = "The file with facts of the cluster and what to ignore; "
            + $"{LintConfiguration.FileName} of the working folder where not given.",
        HelpName = "FILE",
    };

    readonly Option<string> _failOn = new("--fail-on")
    {
        Description = "Exit with 1 from this severity on: error, warning (default), info, or never.",
        HelpName = "SEVERITY",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_config);
        command.Options.Add(_failOn);
    }

    /// <summary>The configuration; null where it is wrong, which has been told on standard error.</summary>
    public LintConfiguration? Read(ParseResult arguments, Terminal terminal)
    {
        var named = arguments.GetValue(_config);
        var path = Path.GetFullPath(named ?? LintConfiguration.FileName, terminal.Folder);
        if (!File.Exists(path))
        {
            if (named is null) return LintConfiguration.Empty;
            terminal.Fail($"no such file: `{named}`");
            return null;
        }
        var errors = new List<string>();
        var source = new SourceText(named ?? LintConfiguration.FileName, File.ReadAllBytes(path));
        var configuration = LintConfiguration.Read(source, errors);
        foreach (var error in errors) terminal.Fail(error);
        return errors.Count == 0 ? configuration : null;
    }

    /// <summary>
    /// Whether a finding of the severity is a failure; null where the option is wrong, which has been told.
    /// </summary>
    public Func<Severity, bool>? Failing(ParseResult arguments, LintConfiguration configuration, Terminal terminal)
    {
        switch (arguments.GetValue(_failOn)?.ToLowerInvariant())
        {
            case null:
                var from = configuration.FailOn ?? Severity.Warning;
                return severity => severity >= from;
            case "never":
                return _ => false;
            case ("error" or "warning" or "info") and var text:
                var chosen = Enum.Parse<Severity>(text, ignoreCase: true);
                return severity => severity >= chosen;
            case var other:
                terminal.Fail($"`{other}` is not a severity: error, warning, info or never");
                return null;
        }
    }
}
