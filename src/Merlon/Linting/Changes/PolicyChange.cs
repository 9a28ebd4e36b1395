using Merlon.Apis;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Linting.Changes;

/// <summary>What a change of policies opens and closes, by flows that are evaluated before and after.</summary>
/// <param name="Opened">The flows that were denied and are allowed now.</param>
/// <param name="Closed">The flows that were allowed and are denied now.</param>
public sealed record PolicyChange(FlowCount Opened, FlowCount Closed)
{
    /// <summary>So many pods of a policy, and so many others, are asked: enough to show what kind of flow changes.</summary>
    const int MostSubjects = 20;
    const int MostOthers = 200;

    static readonly ushort[] UsualPorts = [80, 443];

    /// <summary>
    /// Compares two states of a cluster. Asked are the pods that a changed policy selects, with the other pods and nodes,
    /// cluster DNS and the outside, at the ports that the pods declare and the changed policies name.
    /// </summary>
    public static PolicyChange Between(ManifestSet before, ManifestSet after)
    {
        var objects = after.Resources with
        {
            Policies = [.. after.Resources.Policies.Concat(before.Resources.Policies).DistinctBy(policy => policy.Id)],
        };
        var world = Worlds.LintWorld.Build(
            after with { Resources = objects },
            Snapshot.From(objects, after.Unread),
            LintOptions.Default);
        var cluster = world.Evaluator.Cluster;
        var (old, @new) = (PolicyApis.Compile(before.Resources.Policies), PolicyApis.Compile(after.Resources.Policies));
        var changed = Changed(old, @new).ToList();
        return Compare(new Evaluator(cluster, old), new Evaluator(cluster, @new), Flows(changed, cluster));
    }

    // Policies of one state that the other does not have, or has written otherwise.
    static IEnumerable<Policy> Changed(PolicySet before, PolicySet after)
    {
        var (old, @new) = (before.Policies.ToList(), after.Policies.ToList());
        var same = old.Select(policy => policy.Origin).Intersect(@new.Select(policy => policy.Origin)).ToHashSet();
        return old.Concat(@new).Where(policy => !same.Contains(policy.Origin));
    }

    static PolicyChange Compare(Evaluator before, Evaluator after, IEnumerable<Flow> flows)
    {
        var (opened, closed) = (FlowCount.None, FlowCount.None);
        foreach (var flow in flows)
        {
            var (was, now) = (before.Evaluate(flow).Verdict, after.Evaluate(flow).Verdict);
            if (was == now) continue;
            if (now == Verdict.Allow) opened = opened.With(flow);
            else if (was == Verdict.Allow) closed = closed.With(flow);
        }
        return new PolicyChange(opened, closed);
    }

    static IEnumerable<Flow> Flows(List<Policy> changed, Cluster cluster)
    {
        var subjects = cluster.Endpoints
            .Where(endpoint => changed.Any(policy => policy.Subject.Matches(endpoint)))
            .Take(MostSubjects)
            .ToList();
        var named = changed
            .SelectMany(policy => policy.AllRules)
            .SelectMany(rule => rule.AllPorts)
            .OfType<PortMatch.Numbered>()
            .Where(port => port.Ports != PortRange.All)
            .Select(port => (port.Protocol, port.Ports.First))
            .Concat(UsualPorts.Select(port => (Protocol.Tcp, port)))
            .Distinct()
            .ToList();
        return
            from subject in subjects
            from other in Others(cluster, subject)
            from flow in Between(subject, other, named).Concat(Towards(subject, other, named))
            select flow;
    }

    static IEnumerable<FlowEnd> Others(Cluster cluster, Endpoint subject) => cluster.Endpoints
        .Where(endpoint => !ReferenceEquals(endpoint, subject))
        .OrderBy(Worlds.LintWorld.IsAssumed)
        .ThenBy(endpoint => endpoint.Namespace?.Name != subject.Namespace?.Name)
        .Take(MostOthers)
        .Select(endpoint => FlowEnd.Of(endpoint, endpoint.Addresses.Select(address => (IpAddress?)address).FirstOrDefault()))
        .Append(Worlds.LintWorld.Outside)
        .Append(Worlds.LintWorld.OutsideV6);

    static IEnumerable<Flow> Between(Endpoint subject, FlowEnd other, List<(Protocol Protocol, ushort Port)> named) =>
        PortsOf(other.Endpoint, named).Select(port => new Flow(EndOf(subject), other, port.Protocol, port.Port));

    static IEnumerable<Flow> Towards(Endpoint subject, FlowEnd other, List<(Protocol Protocol, ushort Port)> named) =>
        PortsOf(subject, named).Select(port => new Flow(other, EndOf(subject), port.Protocol, port.Port));

    static IEnumerable<(Protocol Protocol, ushort Port)> PortsOf(
        Endpoint? receiver, List<(Protocol Protocol, ushort Port)> named) =>
        (receiver?.Ports.Select(port => (port.Protocol, port.Number)) ?? []).Concat(named).Distinct();

    static FlowEnd EndOf(Endpoint pod) =>
        FlowEnd.Of(pod, pod.Addresses.Select(address => (IpAddress?)address).FirstOrDefault());
}
