using Merlon.Model;

namespace Merlon.Apis.NetworkPolicyV1;

/// <summary>
/// Finds the fewest labels that tell the pods of a workload apart from all others of their namespace.
/// </summary>
static class DistinctiveLabels
{
    const int MaxPairs = 2_000;

    /// <summary>
    /// The labels, the shortest and ordinally first choice; where none is exact, all stable labels of the pod, which
    /// may select other pods too.
    /// </summary>
    public static LabelSet Choose(Endpoint pod, Cluster cluster)
    {
        var neighbours = cluster.Endpoints
            .Where(other => other.IsOnPodNetwork && ReferenceEquals(other.Namespace, pod.Namespace))
            .ToList();
        var strangers = neighbours.Where(other => other.Workload != pod.Workload).ToList();
        var mates = neighbours.Where(other => other.Workload == pod.Workload).ToList();
        var stable = pod.Labels
            .Where(label => !IsVolatile(label.Key) && mates.All(mate => Has(mate, label)))
            .ToList();
        if (stable.Count == 0) return LabelSet.From(pod.Labels);

        bool TellsApart(params KeyValuePair<string, string>[] labels) =>
            !strangers.Any(stranger => labels.All(label => Has(stranger, label)));

        foreach (var label in stable)
        {
            if (TellsApart(label)) return LabelSet.From([label]);
        }
        var pairs =
            from first in stable
            from second in stable
            where string.CompareOrdinal(first.Key, second.Key) < 0
            select (first, second);
        foreach (var (first, second) in pairs.Take(MaxPairs))
        {
            if (TellsApart(first, second)) return LabelSet.From([first, second]);
        }
        return LabelSet.From(stable);
    }

    static bool Has(Endpoint endpoint, KeyValuePair<string, string> label) =>
        endpoint.Labels.TryGet(label.Key, out var value) && value == label.Value;

    // Labels that controllers put on single pods or revisions: a policy with them would stop to match at the next
    // rollout.
    static bool IsVolatile(string key) =>
        key is "pod-template-hash" or "controller-revision-hash" or "pod-template-generation" or "controller-uid"
            or "job-name"
            or "statefulset.kubernetes.io/pod-name" or "apps.kubernetes.io/pod-index"
        || key.StartsWith("batch.kubernetes.io/", StringComparison.Ordinal);
}
