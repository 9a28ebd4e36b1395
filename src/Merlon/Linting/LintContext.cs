using System.Collections.Frozen;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Linting;

/// <summary>What is known around a policy.</summary>
sealed class LintContext(ManifestSet manifests)
{
    readonly FrozenSet<string> _namespaces =
        manifests.Resources.Namespaces.Select(found => found.Meta.Name).ToFrozenSet(StringComparer.Ordinal);

    // A text that could not be read may hold any Namespace.
    readonly bool _hasUnreadNamespaces = manifests.Unread.Any(document => document.Kind is null or "Namespace");

    /// <summary>The objects around it, joined.</summary>
    public Cluster Cluster { get; } = ClusterBuilder.Build(manifests.Resources);

    /// <summary>The names of the namespaces that have a manifest.</summary>
    public IReadOnlyCollection<string> Namespaces => _namespaces;

    /// <summary>
    /// Whether the input lists namespaces and leaves this one out. False for those that every cluster is born with.
    /// </summary>
    public bool LacksNamespace(string name) =>
        _namespaces.Count > 0 && !_hasUnreadNamespaces && !_namespaces.Contains(name)
        && name is not ("default" or "kube-system" or "kube-public" or "kube-node-lease");
}
