using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Merlon.Model;

/// <summary>What is known of a cluster at one moment, indexed. Immutable, safe to share.</summary>
public sealed class Cluster
{
    readonly FrozenDictionary<string, Endpoint> _byId;
    readonly FrozenDictionary<string, ClusterNamespace> _namespaces;

    /// <param name="namespaces">All namespaces, those without a manifest included.</param>
    /// <param name="endpoints">All live endpoints with distinct ids. Their order becomes their index.</param>
    /// <param name="addresses">The owners of the endpoints' addresses.</param>
    /// <param name="services">All services.</param>
    public Cluster(
        ImmutableArray<ClusterNamespace> namespaces,
        ImmutableArray<Endpoint> endpoints,
        AddressIndex addresses,
        ImmutableArray<Service> services)
    {
        (Namespaces, Endpoints, Addresses, Services) = (namespaces, endpoints, addresses, services);
        _namespaces = namespaces.ToFrozenDictionary(ns => ns.Name, StringComparer.Ordinal);
        _byId = endpoints.ToFrozenDictionary(endpoint => endpoint.Id.Text, StringComparer.Ordinal);
        for (var i = 0; i < endpoints.Length; i++) endpoints[i].Index = i;
    }

    public ImmutableArray<ClusterNamespace> Namespaces { get; }

    public ImmutableArray<Endpoint> Endpoints { get; }

    public AddressIndex Addresses { get; }

    public ImmutableArray<Service> Services { get; }

    /// <summary>The addresses of names outside the cluster, as far as they are known.</summary>
    public DomainTable Domains { get; init; } = DomainTable.Empty;

    /// <summary>Addresses that carry labels, in no particular order.</summary>
    public ImmutableArray<AddressGroup> AddressGroups { get; init; } = [];

    /// <summary>The interfaces of nodes that policies govern, ordered by name.</summary>
    public ImmutableArray<HostEndpoint> HostEndpoints { get; init; } = [];

    /// <summary>The one interface by which each node reaches others, where that is known.</summary>
    public FrozenDictionary<string, string> Uplinks { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The failsafe ports of nodes that have others than <see cref="DefaultFailsafes"/>.</summary>
    public FrozenDictionary<string, Failsafes> NodeFailsafes { get; init; } = FrozenDictionary<string, Failsafes>.Empty;

    /// <summary>The failsafe ports of nodes that have none of their own.</summary>
    public Failsafes DefaultFailsafes { get; init; } = Failsafes.Default;

    /// <summary>The ports of a node that stay open whatever policies of its host endpoints say.</summary>
    public Failsafes FailsafesOf(string node) => NodeFailsafes.GetValueOrDefault(node) ?? DefaultFailsafes;

    public bool TryGetNamespace(string name, [NotNullWhen(true)] out ClusterNamespace? found) =>
        _namespaces.TryGetValue(name, out found);

    public bool TryGetEndpoint(string id, [NotNullWhen(true)] out Endpoint? found) => _byId.TryGetValue(id, out found);
}
