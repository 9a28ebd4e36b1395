using System.Collections.Immutable;
using Merlon.Apis;
using Merlon.Kubernetes;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Nftables;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Agent.Objects;

/// <summary>What is known, and the ruleset that follows from it. It has one owner: the agent's loop.</summary>
sealed class NodeModel
{
    readonly AgentOptions _options;
    readonly ObjectTable _objects;
    readonly LiveCluster _cluster;
    readonly Dictionary<(Type Type, string Kind, string Namespace, string Name), PolicyResource> _policies = [];
    readonly PolicyMemory _compiled = new();
    bool _policiesChanged;

    /// <param name="options">What the agent is to do.</param>
    /// <param name="replaced">Is told too of every endpoint that is another, new, or gone.</param>
    public NodeModel(AgentOptions options, Action<Endpoint?, Endpoint?> replaced)
    {
        _options = options;
        Ruleset = new LiveRuleset(options.Node, options.UnknownPods, options.Reporting);
        _cluster = new LiveCluster(Ruleset.Replace + replaced);
        _objects = new ObjectTable(Put, Remove);
    }

    public LiveRuleset Ruleset { get; }

    public ImmutableArray<UnreadDocument> Unread { get; private set; } = [];

    /// <summary>The policies that are known and cannot be enforced.</summary>
    public ImmutableArray<PolicyId> NotEnforced { get; private set; } = [];

    /// <summary>Whether a folder was read at least once.</summary>
    public bool HasFolder { get; private set; }

    /// <summary>Takes a complete set of manifests in place of all before.</summary>
    /// <returns>False where it is left aside: something in it cannot be read, and what was known before can go on.</returns>
    public bool TryTake(ManifestSet manifests)
    {
        if (HasFolder && !manifests.Unread.All(UnreadPolicies.CanIsolate)) return false;
        _objects.Replace(UnreadPolicies.Isolate(manifests.Resources, manifests.Unread));
        (HasFolder, Unread) = (true, manifests.Unread);
        return true;
    }

    /// <summary>Takes a change that an API server tells.</summary>
    public void Take(ObjectChange change)
    {
        _objects.Take(change);
        Unread = _objects.Unread;
    }

    /// <summary>Whether a complete list of each resource was seen once.</summary>
    public bool HasAll(IEnumerable<ApiResource> resources) => resources.All(_objects.Complete.Contains);

    /// <summary>Brings the ruleset up to date.</summary>
    public void Settle()
    {
        if (!_policiesChanged) return;
        var policies = Snapshot.Compile(_policies.Values, _compiled);
        NotEnforced = [.. policies.Policies.Where(policy => !RulesetCompiler.CanEnforceLive(policy)).Select(policy => policy.Id)];
        Ruleset.Policies = NotEnforced.IsEmpty ? policies : policies.Where(RulesetCompiler.CanEnforceLive);
        _policiesChanged = false;
    }

    /// <summary>All objects as a server told them, at this moment.</summary>
    public ImmutableArray<SourceText> Sources => [.. _objects.Sources];

    void Put(object resource)
    {
        switch (resource)
        {
            case PodResource pod: _cluster.Put(pod); break;
            case NamespaceResource ns: _cluster.Put(ns); break;
            case NodeResource node: _cluster.Put(WithRanges(node)); break;
            case PolicyResource policy:
                _policies[KeyOf(policy)] = policy;
                _policiesChanged = true;
                break;
            default: throw new InvalidOperationException($"Nothing is known of a {resource.GetType().Name}.");
        }
    }

    NodeResource WithRanges(NodeResource node) =>
        node.Meta.Name == _options.Node && node.PodRanges.IsEmpty ? node with { PodRanges = _options.PodRanges } : node;

    void Remove(object resource)
    {
        switch (resource)
        {
            case PodResource pod: _cluster.RemovePod(pod.Meta.Namespace, pod.Meta.Name); break;
            case NamespaceResource ns: _cluster.RemoveNamespace(ns.Meta.Name); break;
            case NodeResource node: _cluster.RemoveNode(node.Meta.Name); break;
            case PolicyResource policy:
                _policies.Remove(KeyOf(policy));
                _policiesChanged = true;
                break;
            default: throw new InvalidOperationException($"Nothing is known of a {resource.GetType().Name}.");
        }
    }

    static (Type Type, string Kind, string Namespace, string Name) KeyOf(PolicyResource policy) =>
        (policy.GetType(), policy.Kind, policy.Meta.Namespace, policy.Meta.Name);
}
