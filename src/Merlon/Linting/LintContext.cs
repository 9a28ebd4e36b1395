using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Documents;
using Merlon.Evaluation;
using Merlon.Linting.Claims;
using Merlon.Linting.Worlds;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Linting;

/// <summary>Everything that checks look at: the objects as written, joined, compiled, and ready to be asked.</summary>
sealed class LintContext
{
    readonly FrozenSet<string> _namespaces;
    readonly bool _hasUnreadNamespaces;
    readonly Lazy<Snapshot> _snapshot;
    readonly Lazy<Evaluator> _evaluator;
    readonly Lazy<LintWorld> _world;
    readonly Lazy<ImmutableArray<ClusterNamespace>> _listed;
    readonly Lazy<ImmutableArray<Endpoint>> _hostNetwork;
    readonly Lazy<ClusterRanges> _ranges;
    readonly Lazy<bool> _isDualStack;
    readonly Dictionary<NetworkPolicyResource, ImmutableArray<SelectorUse>> _selectors = new(ReferenceEqualityComparer.Instance);
    readonly Lazy<FrozenDictionary<PolicyId, (Tier Tier, Policy Policy)>> _compiled;
    readonly Dictionary<EndpointSelector, ImmutableArray<Endpoint>> _members = [];
    readonly Lazy<FrozenDictionary<string, ImmutableArray<Endpoint>>> _pods;
    readonly Lazy<FrozenDictionary<string, ImmutableArray<string>>> _commented;

    public LintContext(ManifestSet manifests, LintOptions options)
    {
        (Manifests, Options) = (manifests, options);
        _namespaces =
            manifests.Resources.Namespaces.Select(found => found.Meta.Name).ToFrozenSet(StringComparer.Ordinal);
        // A text that could not be read may hold any Namespace.
        _hasUnreadNamespaces = manifests.Unread.Any(document => document.Kind is null or "Namespace");
        _snapshot = new Lazy<Snapshot>(() => Snapshot.From(manifests));
        _pods = new Lazy<FrozenDictionary<string, ImmutableArray<Endpoint>>>(() => Cluster.Endpoints
            .Where(endpoint => endpoint.Namespace is not null)
            .GroupBy(endpoint => endpoint.Namespace!.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal));
        _listed = new Lazy<ImmutableArray<ClusterNamespace>>(
            () => [.. Cluster.Namespaces.Where(found => found.Location is not null)]);
        _hostNetwork = new Lazy<ImmutableArray<Endpoint>>(
            () => [.. Cluster.Endpoints.Where(endpoint => endpoint is { IsHostNetwork: true, Namespace: not null })]);
        _ranges = new Lazy<ClusterRanges>(() => ClusterRanges.Of(Cluster, options.Facts));
        _compiled = new Lazy<FrozenDictionary<PolicyId, (Tier, Policy)>>(() => PolicySet.Tiers
            .SelectMany(tier => tier.Policies.Select(policy => (Tier: tier, Policy: policy)))
            // Calico 2 and 3 may each have one of a name.
            .DistinctBy(found => found.Policy.Id)
            .ToFrozenDictionary(found => found.Policy.Id));
        _isDualStack = new Lazy<bool>(() => options.Facts.IsDualStack ?? Cluster.Endpoints.Any(HasBothVersions));
        HasUnreadPods = manifests.Unread.Any(document => document.Kind is not ("Namespace" or "NetworkPolicy"));
        _commented = new Lazy<FrozenDictionary<string, ImmutableArray<string>>>(() => options.Sources
            .Where(source => !source.IsStored && source.Content.Span.Contains((byte)'#'))
            .DistinctBy(source => source.Name)
            .ToFrozenDictionary(source => source.Name, LinesOf, StringComparer.Ordinal));
        _world = new Lazy<LintWorld>(() => LintWorld.Build(manifests, _snapshot.Value, options));
        _evaluator = new Lazy<Evaluator>(() => new Evaluator(Cluster, PolicySet, options.Evaluation));
    }

    LintContext(LintContext other)
    {
        (Manifests, Options, HasUnreadPods) = (other.Manifests, other.Options, other.HasUnreadPods);
        (_namespaces, _hasUnreadNamespaces, _snapshot) = (other._namespaces, other._hasUnreadNamespaces, other._snapshot);
        (_pods, _listed, _hostNetwork) = (other._pods, other._listed, other._hostNetwork);
        (_ranges, _isDualStack, _compiled, _commented) = (other._ranges, other._isDualStack, other._compiled, other._commented);
        _world = new Lazy<LintWorld>(() => other.World.ForOnePiece());
        _evaluator = new Lazy<Evaluator>(() => new Evaluator(Cluster, PolicySet, Options.Evaluation));
    }

    public ManifestSet Manifests { get; }

    public LintOptions Options { get; }

    /// <summary>The same, to be asked beside others: it keeps to itself what it works out.</summary>
    public LintContext ForOnePiece() => new(this);

    /// <summary>What is known of the cluster beside its manifests.</summary>
    public ClusterFacts Facts => Options.Facts;

    /// <summary>The policies of all APIs as written: those that the API server would store.</summary>
    public ImmutableArray<PolicyResource> Policies => Manifests.Resources.Policies;

    /// <summary>The objects around the policies, joined.</summary>
    public Cluster Cluster => _snapshot.Value.Cluster;

    /// <summary>The policies of all APIs in the one model.</summary>
    public PolicySet PolicySet => _snapshot.Value.Policies;

    /// <summary>The policy in the one model, with its tier; null for one that is not enforced.</summary>
    public (Tier Tier, Policy Policy)? Compiled(PolicyResource policy) =>
        _compiled.Value.TryGetValue(policy.Id, out var found) ? found : null;

    /// <summary>Answers for <see cref="Cluster"/> and <see cref="PolicySet"/>: what is, not what might be.</summary>
    public Evaluator Evaluator => _evaluator.Value;

    /// <summary>The same, completed with what such a cluster has at work: what would happen.</summary>
    public LintWorld World => _world.Value;

    /// <summary>The namespaces that have a manifest, and so known labels.</summary>
    public ImmutableArray<ClusterNamespace> ListedNamespaces => _listed.Value;

    /// <summary>Whether namespaces are listed, and no document that could not be read may list more.</summary>
    public bool KnowsNamespaceLabels => _namespaces.Count > 0 && !_hasUnreadNamespaces;

    /// <summary>Which addresses belong to the cluster.</summary>
    public ClusterRanges Ranges => _ranges.Value;

    /// <summary>Whether pods have addresses of both IP versions.</summary>
    public bool IsDualStack => _isDualStack.Value;

    /// <summary>The pods whose network is their node's.</summary>
    public ImmutableArray<Endpoint> HostNetworkPods => _hostNetwork.Value;

    /// <summary>The known pods at whose ports the rule is aimed: the subjects of ingress, the peers of egress.</summary>
    public IReadOnlySet<Endpoint> TargetsOf(NetworkPolicyResource policy, RuleSpec rule, Direction direction)
    {
        var own = new NamespaceScope.Named(policy.Meta.Namespace);
        var all = LabelExpression.Everything;
        var selectors = direction == Direction.Ingress
            ? [new EndpointSelector(own, policy.PodSelector?.ToExpression() ?? all)]
            : rule.Peers.Where(peer => peer.IpBlock is null).Select(peer => new EndpointSelector(
                peer.NamespaceSelector is { } chosen ? new NamespaceScope.Matching(chosen.ToExpression()) : own,
                peer.PodSelector?.ToExpression() ?? all));
        return selectors.SelectMany(selector => Members(selector)).ToHashSet();
    }

    /// <summary>Every selector of the policy.</summary>
    public ImmutableArray<SelectorUse> SelectorsOf(NetworkPolicyResource policy)
    {
        if (!_selectors.TryGetValue(policy, out var known)) _selectors[policy] = known = [.. SelectorUse.Of(policy)];
        return known;
    }

    /// <summary>The comments that stand in the policy or directly above it, where its text is known.</summary>
    public IEnumerable<Comment> CommentsOf(NetworkPolicyResource policy)
    {
        var at = policy.Meta.Location;
        if (!_commented.Value.TryGetValue(at.File, out var lines) || at.Line > lines.Length) return [];
        var block = Options.Documents.Where(document => document.Name == at.File)
            .SelectMany(document => document.Blocks)
            .FirstOrDefault(block => block.Contains(at.Line), new DocumentBlock(BlockKind.Manifest, 1, lines.Length));
        return PolicyComments.Of(lines, at, block.FirstLine, block.LastLine);
    }

    /// <summary>Whether a document that could not be read may be a pod, or make pods.</summary>
    public bool HasUnreadPods { get; }

    /// <summary>The pods of a namespace that are known, those on the host network too.</summary>
    public ImmutableArray<Endpoint> PodsOf(string @namespace) =>
        _pods.Value.TryGetValue(@namespace, out var found) ? found : [];

    /// <summary>The names of the namespaces that have a manifest.</summary>
    public IReadOnlyCollection<string> Namespaces => _namespaces;

    /// <summary>
    /// Whether the input lists namespaces and leaves this one out. False for those that every cluster is born with.
    /// </summary>
    public bool LacksNamespace(string name) =>
        _namespaces.Count > 0 && !_hasUnreadNamespaces && !_namespaces.Contains(name)
        && name is not ("default" or "kube-system" or "kube-public" or "kube-node-lease");

    static ImmutableArray<string> LinesOf(SourceText source) =>
        [.. Encoding.UTF8.GetString(source.Content.Span).Split('\n').Select(line => line.TrimEnd('\r'))];

    static bool HasBothVersions(Endpoint pod) => pod.IsOnPodNetwork
        && pod.Addresses.Any(address => address.Family == IpFamily.IPv4)
        && pod.Addresses.Any(address => address.Family == IpFamily.IPv6);

    ImmutableArray<Endpoint> Members(EndpointSelector selector)
    {
        if (_members.TryGetValue(selector, out var known)) return known;
        var candidates = selector.Namespaces is NamespaceScope.Named { Name: var name }
            ? PodsOf(name)
            : Cluster.Endpoints;
        return _members[selector] = [.. candidates.Where(selector.Matches)];
    }
}
