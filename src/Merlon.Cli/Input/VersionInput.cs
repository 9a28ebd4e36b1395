using System.CommandLine;
using Merlon.Evaluation;

namespace Merlon.Cli.Input;

/// <summary>The options of commands that read versions of a cluster: how to read and judge them.</summary>
sealed class VersionInput
{
    readonly InputOptions _input = new();
    readonly EngineOptions _engine = new();
    readonly HostFirewallOptions _hosts = new();

    public void AddTo(Command command)
    {
        _input.AddOptionsTo(command);
        _engine.AddTo(command);
        _hosts.AddTo(command);
    }

    /// <summary>
    /// A version and its evaluator; null where an argument is wrong, which has been told. The firewalls that options name are
    /// those of every version, those in a folder <c>hosts</c> of the versions whose folder it is in.
    /// </summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="terminal">Where relative paths start.</param>
    /// <param name="version">As for <see cref="InputOptions.ReadVersion"/>.</param>
    /// <param name="common">Paths of what belongs to every version.</param>
    public (Snapshot Snapshot, Evaluator Evaluator)? Read(
        ParseResult arguments, Terminal terminal, string version, IReadOnlyList<string> common)
    {
        if (_engine.Read(arguments, terminal) is not { } options) return null;
        if (_input.ReadVersion(arguments, terminal, version, common) is not { } manifests) return null;
        return _hosts.Add(arguments, terminal, [version, .. common], Snapshot.From(manifests)) is { } snapshot
            ? (snapshot, new Evaluator(snapshot.Cluster, snapshot.Policies, options, snapshot.Firewalls))
            : null;
    }
}
