using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Apis.ClusterPolicies;

/// <summary>Whom a cluster-wide policy speaks of, as subject or as peer. A closed family.</summary>
/// <param name="Place">Where it stands.</param>
public abstract record ClusterPeerSpec(Place Place)
{
    /// <summary>All pods of the namespaces.</summary>
    public sealed record Namespaces(LabelSelectorSpec Selector, Place Place) : ClusterPeerSpec(Place);

    /// <summary>Pods; without a selector of namespaces, those of all of them.</summary>
    public sealed record Pods(LabelSelectorSpec? NamespaceSelector, LabelSelectorSpec PodSelector, Place Place)
        : ClusterPeerSpec(Place);

    /// <summary>The addresses of nodes.</summary>
    public sealed record Nodes(LabelSelectorSpec Selector, Place Place) : ClusterPeerSpec(Place);

    /// <summary>Blocks of addresses.</summary>
    public sealed record Networks(ImmutableArray<Cidr> Blocks, Place Place) : ClusterPeerSpec(Place);

    /// <summary>The addresses of names outside the cluster.</summary>
    public sealed record DomainNames(ImmutableArray<DomainPattern> Names, Place Place) : ClusterPeerSpec(Place);

    /// <summary>Something that a server stores and that says nothing here; why not, as the beginning of a sentence.</summary>
    public sealed record NotUnderstood(string Why, Place Place) : ClusterPeerSpec(Place);
}
