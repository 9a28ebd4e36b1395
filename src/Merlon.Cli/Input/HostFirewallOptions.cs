using System.CommandLine;
using Merlon.Apis.Iptables;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Cli.Input;

/// <summary>The options that say which firewalls the nodes have beside the policies.</summary>
sealed class HostFirewallOptions
{
    readonly Option<string[]> _firewalls = new("--host-firewall")
    {
        Description = "iptables commands or iptables-save output of a node: NODE=FILE, or a folder of files named "
            + "after nodes. The folder hosts/ inside a PATH is read without asking.",
        HelpName = "NODE=FILE|FOLDER",
        Arity = ArgumentArity.OneOrMore,
    };

    public void AddTo(Command command) => command.Options.Add(_firewalls);

    /// <summary>The texts; null where an option is wrong, which has been told on standard error.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="terminal">Where to tell, and where relative paths start.</param>
    /// <param name="paths">What else is read: folders in which <c>hosts</c> is looked for.</param>
    public IReadOnlyList<HostFirewallFile>? Read(
        ParseResult arguments, Terminal terminal, IReadOnlyList<string> paths)
    {
        var errors = new List<string>();
        var files = HostFirewallFiles.Find(arguments.GetValue(_firewalls) ?? [], paths, terminal, errors);
        foreach (var error in errors) terminal.Fail(error);
        return errors.Count == 0 ? files : null;
    }

    /// <summary>The snapshot with the firewalls of its nodes; null where one is wrong, which has been told.</summary>
    public Snapshot? Add(ParseResult arguments, Terminal terminal, IReadOnlyList<string> paths, Snapshot snapshot)
    {
        if (Read(arguments, terminal, paths) is not { } files) return null;
        if (files.Count == 0) return snapshot;
        var nodes = snapshot.Cluster.Endpoints
            .Where(endpoint => endpoint.Kind == EndpointKind.Node)
            .Select(endpoint => endpoint.Name)
            .ToList();
        var strangers = files.Where(file => file.Node is { } node && !nodes.Contains(node)).ToList();
        foreach (var file in strangers)
        {
            terminal.Fail(
                $"there is no node `{file.Node}` in the input, whose firewall `{file.Text.Name}` would be"
                    + (nodes.Count == 0 ? "" : $": {string.Join(", ", nodes)}"));
        }
        if (strangers.Count > 0) return null;
        var firewalls = new Dictionary<string, HostFirewall>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            var own = files.Where(file => file.Node == node).ToList();
            var texts = own.Count > 0 ? own : [.. files.Where(file => file.Node is null)];
            if (texts.Count == 0) continue;
            var rulesets = texts.SelectMany(file => file.Text.Firewall.Rulesets).ToList();
            if (rulesets.DistinctBy(ruleset => ruleset.Family).Count() < rulesets.Count)
            {
                terminal.Fail(
                    $"several files give node `{node}` rules of one IP version: "
                        + string.Join(", ", texts.Select(file => file.Text.Name)));
                return null;
            }
            firewalls[node] = new HostFirewall([.. rulesets]);
        }
        return snapshot.With(new HostFirewalls(firewalls), files.SelectMany(Refused));
    }

    // What iptables refuses is not in the model, and might have been meant to be.
    static IEnumerable<UnreadDocument> Refused(HostFirewallFile file) => file.Text.Diagnostics
        .Where(found => found.Severity == Severity.Error)
        .Select(found => new UnreadDocument($"refused: {found.Message}", found.Location, "host rule", null, null));
}
