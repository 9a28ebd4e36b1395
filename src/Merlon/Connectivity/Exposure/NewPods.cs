using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Exposure;

/// <summary>
/// Invents pods that selectors of peers would match: for each selector one with the labels that it asks for and no others,
/// for each formula one for each way to match it, and one without labels in a namespace of its own. Their addresses are not
/// known.
/// </summary>
sealed class NewPods
{
    /// <summary>How the names of namespaces begin that could have any name.</summary>
    public const string AnyName = "merlon-new-";

    const string Wanted = "merlon-any";

    static readonly SourceLocation Nowhere = new("", 1, 1);

    readonly Cluster _cluster;
    readonly List<NewPod> _pods = [];
    readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    NewPods(Cluster cluster) => _cluster = cluster;

    /// <summary>The cluster with the pods, and the pods. The endpoints of the cluster keep their places.</summary>
    public static (Cluster Cluster, ImmutableArray<NewPod> Pods) AddTo(Cluster cluster, PolicySet policies)
    {
        var found = new NewPods(cluster);
        found.Add(found.PodIn(found.NewNamespace(LabelSet.Empty), LabelSet.Empty, LabelSet.Empty));
        foreach (var selector in SelectorsOf(policies)) found.Add(selector);
        foreach (var formula in FormulasOf(policies))
        {
            foreach (var way in new FormulaSearch(formula, found.PodWith).Find()) found.Add(found.PodWith(way));
        }
        return (found.Extended(), [.. found._pods]);
    }

    Cluster Extended() => new(
        [.. _cluster.Namespaces, .. _pods.Where(pod => pod.IsInNewNamespace).Select(pod => pod.Endpoint.Namespace!).DistinctBy(home => home.Name)],
        [.. _cluster.Endpoints, .. _pods.Select(pod => pod.Endpoint)],
        _cluster.Addresses,
        _cluster.Services)
    {
        Domains = _cluster.Domains,
        AddressGroups = _cluster.AddressGroups,
        HostEndpoints = _cluster.HostEndpoints,
        Uplinks = _cluster.Uplinks,
        DefaultFailsafes = _cluster.DefaultFailsafes,
        NodeFailsafes = _cluster.NodeFailsafes,
    };

    void Add(EndpointSelector selector)
    {
        var home = selector.Namespaces is NamespaceScope.Named named && _cluster.TryGetNamespace(named.Name, out var known)
            ? known
            : NewNamespace(LabelsFor(selector.Namespaces));
        var pod = PodIn(home, LabelsFor(selector.Pods), LabelSet.Empty);
        // A selector that contradicts itself matches nothing, now and later.
        if (selector.Matches(pod)) Add(pod);
    }

    // Two that ask for the same are one.
    void Add(Endpoint endpoint)
    {
        var pod = new NewPod(endpoint, !_cluster.TryGetNamespace(endpoint.Namespace!.Name, out _));
        if (_texts.Add(pod.ToString())) _pods.Add(pod);
    }

    ClusterNamespace NewNamespace(LabelSet labels, string? name = null) =>
        ClusterNamespace.Create(name ?? $"{AnyName}{_pods.Count}", labels, null);

    // A namespace that exists has the labels that it has.
    Endpoint PodWith(ImmutableDictionary<LabelKey, string> values)
    {
        var name = values.FirstOrDefault(value => value.Key is LabelKey.NamespaceName).Value;
        var account = values.FirstOrDefault(value => value.Key is LabelKey.ServiceAccountName).Value;
        var home = name is not null && _cluster.TryGetNamespace(name, out var known)
            ? known
            : NewNamespace(Labels<LabelKey.OfNamespace>(key => key.Label), name);
        return PodIn(
            home,
            Labels<LabelKey.Own>(key => key.Text),
            Labels<LabelKey.OfServiceAccount>(key => key.Label),
            account);

        LabelSet Labels<T>(Func<T, string> label)
            where T : LabelKey =>
            LabelSet.From(values.Where(value => value.Key is T).Select(value => KeyValuePair.Create(label((T)value.Key), value.Value)));
    }

    static IEnumerable<LabelFormula> FormulasOf(PolicySet policies) => policies.Policies
        .SelectMany(policy => policy.AllRules)
        .SelectMany(rule => rule.AllPeers)
        .OfType<Peer.Labelled>()
        .Select(peer => peer.Formula)
        .Distinct()
        .OrderBy(formula => formula.ToString(), StringComparer.Ordinal);

    static IEnumerable<EndpointSelector> SelectorsOf(PolicySet policies) => policies.Policies
        .SelectMany(policy => policy.AllRules)
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

    Endpoint PodIn(ClusterNamespace home, LabelSet labels, LabelSet ofAccount, string? account = null)
    {
        var name = $"{AnyName}{_pods.Count}";
        return new Endpoint
        {
            Id = EndpointId.Pod(home.Name, name),
            Kind = EndpointKind.Pod,
            Name = name,
            Namespace = home,
            Labels = labels,
            ServiceAccount = new ServiceAccount(account ?? ServiceAccount.DefaultName, ofAccount),
            Workload = EndpointId.Pod(home.Name, name),
            Location = Nowhere,
        };
    }
}
