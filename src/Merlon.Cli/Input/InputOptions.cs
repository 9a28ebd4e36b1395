using System.CommandLine;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Cli.Input;

/// <summary>The arguments that say what to read: the same for every command.</summary>
sealed class InputOptions
{
    /// <summary>The version that is the cluster of <c>--kubeconfig</c>.</summary>
    public const string LiveVersion = "live";

    readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Files, folders (with all folders in them), or - for standard input.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    readonly LiveClusterOptions _live = new();

    readonly LiveAgentOption _agent = new();

    readonly Option<string> _serverVersion = new("--server-version")
    {
        Description = "The API server whose checks apply, for example 1.35: "
            + "from 1.36 on it refuses CIDRs with host bits.",
        HelpName = "VERSION",
    };

    readonly Option<string> _fieldValidation = new("--field-validation")
    {
        Description = "What the API server does with unknown fields: strict refuses the object (default), "
            + "ignore drops the field; stored: it has stored the objects, and what is not understood fails closed.",
        HelpName = "strict|ignore|stored",
    };

    readonly CalicoOptions _calico = new();

    readonly Option<string> _channel = new("--channel")
    {
        Description = "Which CRDs of cluster-wide policies the server has: standard has no nodes and domainNames.",
        HelpName = "standard|experimental",
    };

    readonly DnsOptions _dns = new();

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
        AddOptionsTo(command);
        _agent.AddTo(command);
        if (!needsPath) return;
        command.Validators.Add(result =>
        {
            if (result.GetValue(_paths) is not { Length: > 0 } && !_live.AreGiven(result) && !_agent.IsGiven(result))
            {
                result.AddError("PATH is missing: manifests to read, or --kubeconfig for a live cluster");
            }
        });
    }

    /// <summary>All that says how to read, without the paths: for a command that reads more than one cluster.</summary>
    public void AddOptionsTo(Command command)
    {
        _live.AddTo(command);
        command.Options.Add(_serverVersion);
        command.Options.Add(_fieldValidation);
        _calico.AddTo(command);
        command.Options.Add(_channel);
        _dns.AddTo(command);
        command.Options.Add(_maxFileSize);
    }

    /// <summary>The paths as given.</summary>
    public IReadOnlyList<string> Paths(ParseResult arguments) => arguments.GetValue(_paths) ?? [];

    /// <summary>Whether anything to read is named.</summary>
    public bool AreGiven(ParseResult arguments) =>
        arguments.GetValue(_paths) is { Length: > 0 } || _live.AreGiven(arguments.CommandResult)
        || _agent.IsGiven(arguments.CommandResult);

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
        var loaded = Load(arguments, terminal);
        (sources, options) = (loaded?.Sources ?? [], loaded?.Options ?? ReadOptions.Default);
        return loaded?.Read(loaded.Sources);
    }

    /// <summary>
    /// The texts, not read yet; null where a path or an option is wrong, which has been told on standard error.
    /// </summary>
    public LoadedInput? Load(ParseResult arguments, Terminal terminal)
    {
        var errors = new List<string>();
        var options = _calico.Apply(arguments, ReadOptionsFrom(arguments, terminal, errors), errors);
        var unreadable = new List<Diagnostic>();
        var sources = ManifestFiles.Load(
            arguments.GetValue(_paths) ?? [], terminal, options.Limits, errors, unreadable);
        foreach (var error in errors) terminal.Fail(error);
        if (errors.Count > 0) return null;
        return Complete(
            arguments, terminal, sources, unreadable, options, _live.AreGiven(arguments.CommandResult));
    }

    /// <summary>
    /// One version of a cluster, with what belongs to every version; null where something is wrong, which has been told.
    /// </summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="terminal">Where relative paths start.</param>
    /// <param name="version">A path, <c>REV:PATH</c> of the Git repository around the working folder, or <c>live</c> for
    /// the cluster that the options name.</param>
    /// <param name="common">Paths of what belongs to every version.</param>
    public ManifestSet? ReadVersion(
        ParseResult arguments, Terminal terminal, string version, IReadOnlyList<string> common)
    {
        var errors = new List<string>();
        var options = _calico.Apply(arguments, ReadOptionsFrom(arguments, terminal, errors), errors);
        var unreadable = new List<Diagnostic>();
        var sources = ManifestFiles.Load(common, terminal, options.Limits, errors, unreadable);
        var isLive = version == LiveVersion && _live.AreGiven(arguments.CommandResult);
        if (!isLive)
        {
            sources.AddRange(GitFiles.IsRevision(version, terminal)
                ? GitFiles.Load(version, terminal, errors)
                : ManifestFiles.Load([version], terminal, options.Limits, errors, unreadable));
        }
        foreach (var error in errors) terminal.Fail(error);
        if (errors.Count > 0) return null;
        var loaded = Complete(arguments, terminal, sources, unreadable, options, isLive);
        return loaded?.Read(loaded.Sources);
    }

    LoadedInput? Complete(
        ParseResult arguments,
        Terminal terminal,
        List<SourceText> sources,
        List<Diagnostic> unreadable,
        ReadOptions options,
        bool isLive)
    {
        var unread = new List<UnreadDocument>();
        if (isLive && !_live.Read(arguments, terminal, sources, unread)) return null;
        if (_agent.IsGiven(arguments.CommandResult))
        {
            if (_agent.Read(arguments, terminal) is not { } known) return null;
            sources.InsertRange(0, known);
        }
        return new LoadedInput(sources, options, unreadable, unread);
    }

    ReadOptions ReadOptionsFrom(ParseResult arguments, Terminal terminal, List<string> errors)
    {
        var options = new ReadOptions
        {
            Workers = Processors.All,
            Limits = ManifestLimits.Default with
            {
                MaxSourceBytes = (long)Math.Clamp(arguments.GetValue(_maxFileSize), 1, 1024) << 20,
            },
            FieldValidation = Word(arguments.GetValue(_fieldValidation), FieldValidation.Strict, "a field validation"),
            Channel = arguments.GetValue(_channel) is { } channel
                ? Word(channel, ReleaseChannel.Experimental, "a channel")
                : null,
            Domains = _dns.Read(arguments, terminal, errors),
        };
        if (arguments.GetValue(_serverVersion) is not { } version) return options;
        if (ServerVersion.TryParse(version, out var parsed)) return options with { ServerVersion = parsed };
        errors.Add($"`{version}` is not a version such as 1.36");
        return options;

        T Word<T>(string? text, T otherwise, string what) where T : struct, Enum
        {
            if (text is null) return otherwise;
            foreach (var value in Enum.GetValues<T>())
            {
                if (value.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)) return value;
            }
            var names = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToList();
            errors.Add($"`{text}` is not {what}: {string.Join(", ", names.SkipLast(1))} or {names[^1]}");
            return otherwise;
        }
    }
}
