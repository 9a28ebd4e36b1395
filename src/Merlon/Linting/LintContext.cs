using System.Collections.Frozen;
using System.Collections.Immutable;
using Merlon.Evaluation;
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

    public LintContext(ManifestSet manifests, LintOptions options)
    {
        (Manifests, Options) = (manifests, options);
        _namespaces =
            manifests.Resources.Namespaces.Select(found => found.Meta.Name).ToFrozenSet(StringComparer.Ordinal);
        // A text that could not be read may hold any Namespace.
        _hasUnreadNamespaces = manifests.Unread.Any(document => document.Kind is null or "Namespace");
        _snapshot = new Lazy<Snapshot>(() => Snapshot.From(manifests));
        _evaluator = new Lazy<Evaluator>(() => new Evaluator(Cluster, PolicySet, options.Evaluation));
    }

    public ManifestSet Manifests { get; }

    public LintOptions Options { get; }

    /// <summary>What is known of the cluster beside its manifests.</summary>
    public ClusterFacts Facts => Options.Facts;

    /// <summary>The policies of all APIs as written: those that the API server would store.</summary>
    public ImmutableArray<PolicyResource> Policies => Manifests.Resources.Policies;

    /// <summary>The objects around the policies, joined.</summary>
    public Cluster Cluster => _snapshot.Value.Cluster;

    /// <summary>The policies of all APIs in the one model.</summary>
    public PolicySet PolicySet => _snapshot.Value.Policies;

    /// <summary>Answers for <see cref="Cluster"/> and <see cref="PolicySet"/>: what is, not what might be.</summary>
    public Evaluator Evaluator => _evaluator.Value;

    /// <summary>The names of the namespaces that have a manifest.</summary>
    public IReadOnlyCollection<string> Namespaces => _namespaces;

    /// <summary>
    /// Whether the input lists namespaces and leaves this one out. False for those that every cluster is born with.
    /// </summary>
    public bool LacksNamespace(string name) =>
        _namespaces.Count > 0 && !_hasUnreadNamespaces && !_namespaces.Contains(name)
        && name is not ("default" or "kube-system" or "kube-public" or "kube-node-lease");
}
