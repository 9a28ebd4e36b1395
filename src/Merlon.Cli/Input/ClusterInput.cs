using System.CommandLine;
using Merlon.Evaluation;
using Merlon.Manifests;

namespace Merlon.Cli.Input;

/// <summary>The arguments that say which cluster a question is about, and how its engine treats what the API leaves open.</summary>
sealed class ClusterInput
{
    readonly InputOptions _input = new();
    readonly EngineOptions _engine = new();
    readonly HostFirewallOptions _hosts = new();

    public void AddTo(Command command)
    {
        _input.AddTo(command);
        AddRestTo(command);
    }

    /// <summary>All but the paths: for a command that reads versions of a cluster.</summary>
    public void AddOptionsTo(Command command)
    {
        _input.AddOptionsTo(command);
        AddRestTo(command);
    }

    /// <summary>The paths as given.</summary>
    public IReadOnlyList<string> Paths(ParseResult arguments) => _input.Paths(arguments);

    /// <summary>The cluster and its evaluator; null where an argument is wrong, which has been told.</summary>
    public (Snapshot Snapshot, Evaluator Evaluator)? Read(ParseResult arguments, Terminal terminal) =>
        Read(arguments, terminal, () => _input.Read(arguments, terminal), _input.Paths(arguments));

    /// <summary>
    /// A version and its evaluator; null where an argument is wrong, which has been told. The firewalls that options name are
    /// those of every version, those in a folder <c>hosts</c> of the versions whose folder it is in.
    /// </summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="terminal">Where relative paths start.</param>
    /// <param name="version">As for <see cref="InputOptions.ReadVersion"/>.</param>
    /// <param name="common">Paths of what belongs to every version.</param>
    public (Snapshot Snapshot, Evaluator Evaluator)? ReadVersion(
        ParseResult arguments, Terminal terminal, string version, IReadOnlyList<string> common) =>
        Read(arguments, terminal, () => _input.ReadVersion(arguments, terminal, version, common), [version, .. common]);

    void AddRestTo(Command command)
    {
        _engine.AddTo(command);
        _hosts.AddTo(command);
    }

    (Snapshot Snapshot, Evaluator Evaluator)? Read(
        ParseResult arguments, Terminal terminal, Func<ManifestSet?> read, IReadOnlyList<string> paths)
    {
        if (_engine.Read(arguments, terminal) is not { } options) return null;
        if (read() is not { } manifests) return null;
        return _hosts.Add(arguments, terminal, paths, Snapshot.From(manifests)) is { } snapshot
            ? (snapshot, new Evaluator(snapshot.Cluster, snapshot.Policies, options, snapshot.Firewalls))
            : null;
    }
}
