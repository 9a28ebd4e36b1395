using System.CommandLine;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Cli.Input;

/// <summary>The arguments that say what to read: the same for every command.</summary>
sealed class InputOptions
{
    readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Files, folders (with all folders in them), or - for standard input.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    readonly LiveClusterOptions _live = new();

    readonly Option<string> _serverVersion = new("--server-version")
    {
        Description = "The API server whose checks apply, for example 1.35: "
            + "from 1.36 on it refuses CIDRs with host bits.",
        HelpName = "VERSION",
    };

    readonly Option<string> _fieldValidation = new("--field-validation")
    {
        Description = "What the API server does with unknown fields: strict refuses the object (default), "
            + "ignore drops the field.",
        HelpName = "strict|ignore",
    };

    readonly Option<int> _maxFileSize = new("--max-file-size")
    {
        Description = "The largest file that is read, in MiB.",
        HelpName = "MIB",
        DefaultValueFactory = _ => (int)(ManifestLimits.Default.MaxSourceBytes >> 20),
    };

    /// <param name="command">The command.</param>
    /// <param name="needsPath">Whether it is wrong to name nothing to read.</param>
    public void AddTo(Command command, bool needsPath = true)
    {
        command.Arguments.Add(_paths);
        _live.AddTo(command);
        command.Options.Add(_serverVersion);
        command.Options.Add(_fieldValidation);
        command.Options.Add(_maxFileSize);
        if (!needsPath) return;
        command.Validators.Add(result =>
        {
            if (result.GetValue(_paths) is not { Length: > 0 } && !_live.AreGiven(result))
            {
                result.AddError("PATH is missing: manifests to read, or --kubeconfig for a live cluster");
            }
        });
    }

    /// <summary>Whether anything to read is named.</summary>
    public bool AreGiven(ParseResult arguments) =>
        arguments.GetValue(_paths) is { Length: > 0 } || _live.AreGiven(arguments.CommandResult);

    /// <summary>Whether one of the paths is standard input.</summary>
    public bool ReadsStandardInput(ParseResult arguments) => arguments.GetValue(_paths)?.Contains("-") == true;

    /// <summary>
    /// What was read; null where a path or an option is wrong, which has been told on standard error.
    /// </summary>
    public ManifestSet? Read(ParseResult arguments, Terminal terminal) => Read(arguments, terminal, out _, out _);

    /// <summary>The same, with the texts and how they were read, for those who keep them.</summary>
    public ManifestSet? Read(
        ParseResult arguments, Terminal terminal, out List<SourceText> sources, out ReadOptions options)
    {
        var errors = new List<string>();
        options = ReadOptionsFrom(arguments, errors);
        var unreadable = new List<Diagnostic>();
        sources = ManifestFiles.Load(
            arguments.GetValue(_paths) ?? [], terminal, options.Limits, errors, unreadable);
        foreach (var error in errors) terminal.Fail(error);
        if (errors.Count > 0) return null;
        var unread = unreadable.Select(
            file => new UnreadDocument(file.Message.TrimEnd('.'), file.Location, null, null, null)).ToList();
        if (_live.AreGiven(arguments.CommandResult))
        {
            if (_live.Read(arguments, terminal) is not { } cluster) return null;
            // What is in files counts as if applied to the cluster.
            sources.InsertRange(0, cluster.Objects.Select(found => found.ToSource()));
            unread.AddRange(cluster.Unread.Select(LiveClusterOptions.ToDocument));
        }
        var manifests = ManifestReader.Read(sources, options);
        return unread.Count == 0 ? manifests : manifests with
        {
            Diagnostics = [.. manifests.Diagnostics.Concat(unreadable).Order()],
            Unread = [.. manifests.Unread.Concat(unread).OrderBy(document => document.Location)],
        };
    }

    ReadOptions ReadOptionsFrom(ParseResult arguments, List<string> errors)
    {
        var options = new ReadOptions
        {
            Limits = ManifestLimits.Default with
            {
                MaxSourceBytes = (long)Math.Clamp(arguments.GetValue(_maxFileSize), 1, 1024) << 20,
            },
        };
        if (arguments.GetValue(_serverVersion) is { } version)
        {
            if (ServerVersion.TryParse(version, out var parsed)) options = options with { ServerVersion = parsed };
            else errors.Add($"`{version}` is not a version such as 1.36");
        }
        return arguments.GetValue(_fieldValidation) switch
        {
            null or "strict" => options,
            "ignore" => options with { FieldValidation = FieldValidation.Ignore },
            var other => Wrong(other),
        };

        ReadOptions Wrong(string other)
        {
            errors.Add($"`{other}` is not a field validation: strict or ignore");
            return options;
        }
    }
}
