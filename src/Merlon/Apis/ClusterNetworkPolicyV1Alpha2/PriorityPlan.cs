using Merlon.Apis.ClusterPolicies;

namespace Merlon.Apis.ClusterNetworkPolicyV1Alpha2;

/// <summary>Gives the policies of a tier priorities that keep their order where some become several.</summary>
static class PriorityPlan
{
    /// <summary>
    /// The first priority of each policy, in the order of evaluation given; null where they do not fit between 0 and 1000.
    /// Policies that share a priority and stay what they are go on sharing it: which comes first is told by their names.
    /// </summary>
    /// <param name="policies">The priorities as they are, how many each becomes, and whether it must be apart from
    /// others of its priority.</param>
    public static int[]? Assign(IReadOnlyList<(int Priority, int Count, bool Apart)> policies)
    {
        var first = new int[policies.Count];
        for (var i = 0; i < policies.Count; i++)
        {
            var priority = policies[i].Priority;
            first[i] = i == 0 ? priority : Math.Max(
                priority, SharesWithLast(policies, i) ? first[i - 1] : first[i - 1] + policies[i - 1].Count);
        }
        for (int i = policies.Count - 1, limit = ClusterPolicyResource.MaxPriority + 1; i >= 0; i--)
        {
            var shares = i + 1 < policies.Count && SharesWithLast(policies, i + 1);
            first[i] = Math.Min(first[i], shares ? first[i + 1] : limit - policies[i].Count);
            if (first[i] < 0) return null;
            limit = first[i];
        }
        return first;
    }

    static bool SharesWithLast(IReadOnlyList<(int Priority, int Count, bool Apart)> policies, int i) =>
        policies[i].Priority == policies[i - 1].Priority && !policies[i].Apart && !policies[i - 1].Apart;
}
