using Merlon.Model;

namespace Merlon.Connectivity.Exposure;

/// <summary>A pod that does not exist, and could: what it might open shows what policies leave open for later.</summary>
/// <param name="Endpoint">The pod, in the cluster that was made with it.</param>
/// <param name="IsInNewNamespace">Whether its namespace does not exist either.</param>
sealed record NewPod(Endpoint Endpoint, bool IsInNewNamespace)
{
    /// <summary><c>a new pod app=web in a new namespace tier=front</c>.</summary>
    public override string ToString()
    {
        var pod = Endpoint.Labels.Count == 0 ? "any new pod" : $"a new pod {Endpoint.Labels}";
        if (!IsInNewNamespace) return $"{pod} in {Endpoint.Namespace!.Name}";
        var labels = Endpoint.Namespace!.Labels.Where(label => label.Key != ClusterNamespace.NameLabel).ToList();
        return labels.Count == 0
            ? $"{pod} in any new namespace"
            : $"{pod} in a new namespace {LabelSet.From(labels)}";
    }
}
