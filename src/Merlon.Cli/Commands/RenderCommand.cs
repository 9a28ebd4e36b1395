using System.CommandLine;
using Merlon.Cli.Input;
using Merlon.Cli.Output;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon render</c>: the ruleset that enforces the policies on a node.</summary>
sealed class RenderCommand
{
    static readonly NftName Table = NftName.Fixed("merlon_a");

    readonly InputOptions _input = new();
    readonly Option<string> _node = new("--node")
    {
        Description = "The node whose pods are to be guarded.",
        Required = true,
        HelpName = "NAME",
    };
    readonly Option<string> _unknownPods = new("--unknown-pods")
    {
        Description = "Addresses of the node's pod ranges that no pod is known to have: drop (default) or allow.",
        HelpName = "drop|allow",
    };
    readonly Terminal _terminal;

    RenderCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var render = new RenderCommand(terminal);
        var command = new Command("render", "The policies of a node as a ruleset that nft -f loads.");
        render._input.AddTo(command);
        command.Options.Add(render._node);
        command.Options.Add(render._unknownPods);
        command.SetAction(render.Run);
        return command;
    }

    int Run(ParseResult arguments)
    {
        UnknownPods? unknownPods = arguments.GetValue(_unknownPods) switch
        {
            null or "drop" => UnknownPods.Drop,
            "allow" => UnknownPods.Allow,
            _ => null,
        };
        if (unknownPods is null) return _terminal.Fail("--unknown-pods is drop or allow");
        if (_input.Read(arguments, _terminal) is not { } manifests) return ExitCode.Wrong;
        var snapshot = Snapshot.From(manifests);
        var node = arguments.GetValue(_node) ?? "";
        if (!snapshot.Cluster.TryGetEndpoint(EndpointId.Node(node).Text, out _))
        {
            var names = snapshot.Cluster.Endpoints
                .Where(endpoint => endpoint.Kind == EndpointKind.Node)
                .Select(endpoint => endpoint.Name)
                .ToList();
            return _terminal.Fail(
                $"there is no node `{node}` in the input{(names.Count == 0 ? "" : $": {string.Join(", ", names)}")}");
        }
        var evaluator = new Evaluator(snapshot.Cluster, snapshot.Policies);
        if (RulesetCompiler.WithoutInterface(evaluator, node).FirstOrDefault() is { } lost)
        {
            return _terminal.Fail(
                $"{lost} ({lost.Location.ToShortString()}) names no interface, and only the host knows which has its address: "
                    + "add interfaceName");
        }
        var table = RulesetCompiler.Compile(evaluator, node, Table, unknownPods.Value);
        using (var text = _terminal.OpenText()) NftText.Write(table, text);
        if (UnresolvedNames.Tell(snapshot.Cluster, snapshot.Policies) is { } unresolved)
        {
            new Page(_terminal.Error, new Ink(false)).Wrapped($"merlon: {unresolved}", 2);
        }
        _terminal.TellUnread(snapshot.Unread, "this ruleset");
        return snapshot.Unread.IsEmpty ? ExitCode.Yes : ExitCode.Wrong;
    }
}
