using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Agent.Objects;

/// <summary>What is known, and the ruleset that follows from it. It has one owner: the agent's loop.</summary>
sealed class NodeModel(AgentOptions options)
{
    static readonly NftName AnyName = NftName.Fixed("merlon_a");

    /// <summary>The cluster and its policies; null before anything was read.</summary>
    public Snapshot? Snapshot { get; private set; }

    /// <summary>Whether the node itself is known: without it nobody knows whom to guard.</summary>
    public bool KnowsNode => Snapshot is { } known && known.Cluster.TryGetEndpoint(EndpointId.Node(options.Node).Text, out _);

    /// <summary>Takes a complete set of manifests in place of all before.</summary>
    /// <returns>False where it is left aside: something in it cannot be read, and what was known before can go on.</returns>
    public bool TryTake(ManifestSet manifests)
    {
        if (Snapshot is not null && !manifests.Unread.All(UnreadPolicies.CanIsolate)) return false;
        var resources = UnreadPolicies.Isolate(manifests.Resources with { Workloads = [] }, manifests.Unread);
        Snapshot = Snapshot.From(resources, manifests.Unread);
        return true;
    }

    /// <summary>The whole ruleset.</summary>
    public NftTable Compile()
    {
        var snapshot = Snapshot ?? throw new InvalidOperationException("Nothing is known yet.");
        return RulesetCompiler.Compile(
            new Evaluator(snapshot.Cluster, snapshot.Policies), options.Node, AnyName, options.UnknownPods);
    }
}
