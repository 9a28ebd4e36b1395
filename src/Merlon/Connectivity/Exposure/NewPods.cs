using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Exposure;

/// <summary>
/// Invents pods that selectors of peers would match: one for each selector, with the labels that it asks for and no
/// others, and one without labels in a namespace of its own. Their addresses are not known.
/// </summary>
static class NewPods
{
    const string Wanted = "merlon-any";

    static readonly SourceLocation Nowhere = new("", 1, 1);

    /// <summary>The cluster with the pods, and the pods. The endpoints of the cluster keep their places.</summary>
    public static (Cluster Cluster, ImmutableArray<NewPod> Pods) AddTo(Cluster cluster, PolicySet policies)
    {
        var pods = ImmutableArray.CreateBuilder<NewPod>();
        var namespaces = new List<ClusterNamespace>();
        pods.Add(Invent(NewNamespace(LabelSet.Empty), LabelSet.Empty, true));
        foreach (var selector in SelectorsOf(policies))
        {
            var home = selector.Namespaces is NamespaceScope.Named named && cluster.TryGetNamespace(named.Name, out var known)
                ? known
                : null;
            var pod = Invent(
                home ?? NewNamespace(LabelsFor(selector.Namespaces)), LabelsFor(selector.Pods), home is null);
            // A selector that contradicts itself matches nothing, now and later.
            if (selector.Matches(pod.Endpoint)) pods.Add(pod);
        }
        var extended = new Cluster(
            [.. cluster.Namespaces, .. namespaces],
            [.. cluster.Endpoints, .. pods.Select(pod => pod.Endpoint)],
            cluster.Addresses,
            cluster.Services)
        {
            Domains = cluster.Domains,
            AddressGroups = cluster.AddressGroups,
            HostEndpoints = cluster.HostEndpoints,
            Uplinks = cluster.Uplinks,
            DefaultFailsafes = cluster.DefaultFailsafes,
            NodeFailsafes = cluster.NodeFailsafes,
        };
        return (extended, pods.ToImmutable());

        ClusterNamespace NewNamespace(LabelSet labels)
        {
            var name = $"merlon-new-{namespaces.Count}";
            var created = ClusterNamespace.Create(name, labels, null);
            namespaces.Add(created);
            return created;
        }

        NewPod Invent(ClusterNamespace home, LabelSet labels, bool isNew) =>
            new(PodIn(home, labels, $"merlon-new-{pods.Count}"), isNew);
    }

    static IEnumerable<EndpointSelector> SelectorsOf(PolicySet policies) => policies.Policies
        .SelectMany(policy => policy.Ingress.Concat(policy.Egress))
        .SelectMany(rule => rule.AllPeers)
        .OfType<Peer.Pods>()
        .Select(peer => peer.Selector)
        .Distinct()
        .OrderBy(selector => selector.ToString(), StringComparer.Ordinal);

    static LabelSet LabelsFor(NamespaceScope scope) => scope switch
    {
        NamespaceScope.Named => LabelSet.Empty,
        NamespaceScope.Matching matching => LabelsFor(matching.Labels),
        _ => throw new InvalidOperationException($"It is not known what a {scope.GetType().Name} asks for."),
    };

    // The value that a term asks for; where it asks for any, one that nobody has.
    static LabelSet LabelsFor(LabelExpression expression)
    {
        var labels = LabelSet.Empty;
        foreach (var term in expression.Terms)
        {
            if (term.Matches(labels)) continue;
            labels = term.Required is var (key, values)
                ? labels.With(key, values.FirstOrDefault(Wanted))
                : labels.With(term.Keys.First(), Wanted);
        }
        return labels;
    }

    static Endpoint PodIn(ClusterNamespace home, LabelSet labels, string name) => new()
    {
        Id = EndpointId.Pod(home.Name, name),
        Kind = EndpointKind.Pod,
        Name = name,
        Namespace = home,
        Labels = labels,
        Workload = EndpointId.Pod(home.Name, name),
        Location = Nowhere,
    };
}
