using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Linting;

/// <summary>Things that a selector chooses although they lack a label that it mentions.</summary>
sealed class UnlabelledExamples(IReadOnlyList<string> names, bool areAllKnown)
{
    const string SystemNamespace = "kube-system";

    static readonly ClusterNamespace DefaultSystemNamespace = ClusterNamespace.Create(
        SystemNamespace, LabelSet.Empty, null);

    static readonly LabelSet ClusterDnsLabels = LabelSet.From([new("k8s-app", "kube-dns")]);

    /// <summary>Those in the input, and a well-known one that the input need not show.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Whether the input shows what the selector chooses from.</summary>
    public bool AreAllKnown => areAllKnown;

    /// <param name="use">The selector; it can match something.</param>
    /// <param name="keys">The labels that it mentions and does not require.</param>
    /// <param name="cluster">Where to look.</param>
    public static UnlabelledExamples Find(SelectorUse use, IReadOnlyCollection<string> keys, Cluster cluster)
    {
        var expression = use.Selector.ToExpression();
        return use.Role == SelectorRole.PeerNamespaces ? Namespaces(Concerns, cluster) : Pods(use, Concerns, cluster);

        bool Concerns(LabelSet labels) => keys.Any(key => !labels.TryGet(key, out _)) && expression.Matches(labels);
    }

    static UnlabelledExamples Namespaces(Func<LabelSet, bool> concerns, Cluster cluster)
    {
        // The labels of a namespace without manifest are not known, save that kube-system has no others by default.
        var known = cluster.Namespaces.Where(found => found.Location is not null).ToList();
        var candidates = known.Any(found => found.Name == SystemNamespace) ? known : [.. known, DefaultSystemNamespace];
        var names = candidates.Where(found => concerns(found.Labels)).Select(found => $"`{found.Name}`").ToList();
        return new UnlabelledExamples(names, known.Count > 0);
    }

    static UnlabelledExamples Pods(SelectorUse use, Func<LabelSet, bool> concerns, Cluster cluster)
    {
        var known = cluster.Endpoints
            .Where(pod => pod is { IsOnPodNetwork: true, Namespace: { } home } && use.Scope.Contains(home))
            .ToList();
        var names = known
            .Where(pod => concerns(pod.Labels))
            .Select(pod => $"`{pod.Workload}`")
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (!known.Any(pod => pod.Namespace?.Name == SystemNamespace) && ChoosesClusterDns()) names.Add("cluster DNS");
        return new UnlabelledExamples(names, known.Count > 0);

        bool ChoosesClusterDns() =>
            use.Scope.Contains(cluster.TryGetNamespace(SystemNamespace, out var system)
                ? system
                : DefaultSystemNamespace)
            && concerns(ClusterDnsLabels);
    }
}
