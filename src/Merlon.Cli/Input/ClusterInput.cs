using System.CommandLine;
using Merlon.Evaluation;

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
        _engine.AddTo(command);
        _hosts.AddTo(command);
    }

    /// <summary>The paths as given.</summary>
    public IReadOnlyList<string> Paths(ParseResult arguments) => _input.Paths(arguments);

    /// <summary>The cluster and its evaluator; null where an argument is wrong, which has been told.</summary>
    public (Snapshot Snapshot, Evaluator Evaluator)? Read(ParseResult arguments, Terminal terminal)
    {
        if (_engine.Read(arguments, terminal) is not { } options) return null;
        if (_input.Read(arguments, terminal) is not { } manifests) return null;
        return _hosts.Add(arguments, terminal, _input.Paths(arguments), Snapshot.From(manifests)) is { } snapshot
            ? (snapshot, new Evaluator(snapshot.Cluster, snapshot.Policies, options, snapshot.Firewalls))
            : null;
    }
}
