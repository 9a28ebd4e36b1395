using System.Collections.Immutable;
using Merlon.Apis;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Policies.Firewalls;
using Merlon.Resources;

namespace Merlon;

/// <summary>A cluster and its policies at one moment, ready to be asked. Immutable, safe to share.</summary>
public sealed class Snapshot
{
    Snapshot(
        ResourceSet resources,
        Cluster cluster,
        PolicySet policies,
        HostFirewalls firewalls,
        ImmutableArray<UnreadDocument> unread) =>
        (Resources, Cluster, Policies, Firewalls, Unread) = (resources, cluster, policies, firewalls, unread);

    public ResourceSet Resources { get; }

    public Cluster Cluster { get; }

    public PolicySet Policies { get; }

    /// <summary>The firewalls of the nodes, as far as they are known.</summary>
    public HostFirewalls Firewalls { get; }

    /// <summary>What is in the input and not in the model: answers that it could have changed name it.</summary>
    public ImmutableArray<UnreadDocument> Unread { get; }

    /// <summary>Whether objects of this type are policies that are understood.</summary>
    public static bool Understands(string apiVersion, string kind) => PolicyApis.For(ObjectType.From(apiVersion, kind)) is not null;

    /// <summary>The policies of all APIs in the one model.</summary>
    public static PolicySet Compile(IReadOnlyCollection<PolicyResource> policies) => PolicyApis.Compile(policies);

    /// <summary>The same, again and again: what was compiled the last time is not compiled anew.</summary>
    public static PolicySet Compile(IReadOnlyCollection<PolicyResource> policies, PolicyMemory memory) => PolicyApis.Compile(policies, memory);

    public static Snapshot From(ManifestSet manifests) => From(manifests.Resources, manifests.Unread);

    public static Snapshot From(ResourceSet resources, ImmutableArray<UnreadDocument> unread) =>
        new(resources, ClusterBuilder.Build(resources), PolicyApis.Compile(resources.Policies), HostFirewalls.None, unread);

    /// <summary>The same with firewalls of nodes.</summary>
    /// <param name="firewalls">The firewalls.</param>
    /// <param name="unread">What of them could not be read.</param>
    public Snapshot With(HostFirewalls firewalls, IEnumerable<UnreadDocument> unread) =>
        new(Resources, Cluster, Policies, firewalls, [.. Unread, .. unread]);

    /// <summary>The same with a cluster that somebody completed.</summary>
    public Snapshot With(Cluster cluster) => new(Resources, cluster, Policies, Firewalls, Unread);
}
