using System.Collections.Immutable;
using Merlon.Connectivity.Groups;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Exposure;

/// <summary>What every workload is exposed to, and which policies and rules do nothing.</summary>
/// <param name="Workloads">The workloads, ordered by name.</param>
/// <param name="Everyone">All ends that exist, and the outside.</param>
/// <param name="Idle">Policies that select nothing.</param>
/// <param name="IdleRules">Rules that decide nothing, of policies that select something.</param>
public sealed record ExposureReport(
    ImmutableArray<WorkloadExposure> Workloads,
    EndGroup Everyone,
    ImmutableArray<Policy> Idle,
    ImmutableArray<IdleRule> IdleRules)
{
    public static ExposureReport Of(Evaluator evaluator)
    {
        var (cluster, pods) = NewPods.AddTo(evaluator.Cluster, evaluator.Policies);
        var extended = new Evaluator(cluster, evaluator.Policies, evaluator.Options, evaluator.Firewalls);
        var groups = new ConnectionGroups(new ConnectivityMap(extended)).Between(EndFilter.Everyone, EndFilter.Everyone);
        var names = pods.ToDictionary(pod => pod.Endpoint.Id.Text, pod => pod.ToString());
        var map = new ConnectivityMap(evaluator);
        var use = new RuleUse(map);
        var everyone = new ConnectionGroups(map).Everyone;
        return new ExposureReport(
            ExposureOf(evaluator, groups, everyone, names),
            everyone,
            [.. evaluator.Policies.Policies.Where(use.SelectsNothing)],
            [.. use.IdleRules()]);
    }

    static ImmutableArray<WorkloadExposure> ExposureOf(
        Evaluator evaluator, IReadOnlyList<ConnectionGroup> groups, EndGroup everyone, Dictionary<string, string> newPods)
    {
        var byName = evaluator.Cluster.Endpoints
            .Where(endpoint => endpoint.IsOnPodNetwork)
            .SelectMany(endpoint => new[] { (Name: endpoint.Id.Text, endpoint), (Name: endpoint.Workload.Text, endpoint) })
            .ToLookup(pair => pair.Name, pair => pair.endpoint, StringComparer.Ordinal);
        var senders = ReachOf(groups, group => group.To, group => group.From, newPods);
        var receivers = ReachOf(groups, group => group.From, group => group.To, newPods);
        return
        [
            .. from name in everyone.Inside
               where byName[name.Text].FirstOrDefault() is not null
               let pod = byName[name.Text].First()
               select new WorkloadExposure(
                   name,
                   !evaluator.Applying(pod, Direction.Ingress).IsEmpty,
                   !evaluator.Applying(pod, Direction.Egress).IsEmpty,
                   [.. senders[name.Text]],
                   [.. receivers[name.Text]]),
        ];
    }

    // By the name of one side, what the other side is in each group that it is in.
    static ILookup<string, Reach> ReachOf(
        IReadOnlyList<ConnectionGroup> groups,
        Func<ConnectionGroup, EndGroup> own,
        Func<ConnectionGroup, EndGroup> other,
        Dictionary<string, string> newPods) => groups
        .SelectMany(group => own(group).Inside
            .Where(name => !newPods.ContainsKey(name.Text))
            .Select(name => (name.Text, Reach: new Reach(
                [.. other(group).Inside.Where(end => !newPods.ContainsKey(end.Text) && end.Text != name.Text)],
                [.. other(group).Inside.Select(end => newPods.GetValueOrDefault(end.Text)).OfType<string>()],
                other(group) with { Inside = [] },
                group.Opening,
                group.Family))))
        .ToLookup(pair => pair.Text, pair => pair.Reach, StringComparer.Ordinal);
}
