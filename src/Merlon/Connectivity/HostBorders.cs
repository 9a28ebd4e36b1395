using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity;

/// <summary>Where host endpoints begin or end to let packets pass: the borders between flows that they tell apart.</summary>
static class HostBorders
{
    /// <summary>The blocks that failsafe ports are bound to.</summary>
    public static IEnumerable<Cidr> Blocks(Cluster cluster) =>
        cluster.HostEndpoints.IsEmpty ? [] : FailsafesOf(cluster).Select(port => port.Net).OfType<Cidr>().Distinct();

    /// <summary>The blocks that policies of hosts alone name.</summary>
    public static IEnumerable<Cidr> PolicyBlocks(Evaluator evaluator) =>
        evaluator.HostEndpoints is null ? [] : AddressAtoms.PolicyBlocks(evaluator.Policies).Concat(Blocks(evaluator.Cluster));

    /// <summary>The ranges of ports that failsafes and policies of hosts name, of any protocol.</summary>
    public static IEnumerable<PortRange> Ports(Evaluator evaluator)
    {
        if (evaluator.HostEndpoints is null) return [];
        var rules = evaluator.Policies.AllPolicies
            .Where(policy => evaluator.Cluster.HostEndpoints.Any(policy.Subject.Matches))
            .SelectMany(policy => policy.AllRules)
            .ToList();
        var named = rules.SelectMany(rule => rule.AllPorts).OfType<PortMatch.Named>().Select(port => port.Name)
            .ToHashSet(StringComparer.Ordinal);
        var behind = rules.SelectMany(rule => rule.Conditions).OfType<Condition.BackendPort>()
            .SelectMany(service => evaluator.Matcher.Peers.Backends.PortsOf(service.Namespace, service.Service))
            .Select(port => port.Port);
        var numbers = evaluator.Cluster.Endpoints.SelectMany(endpoint => endpoint.Ports)
            .Concat(evaluator.Cluster.HostEndpoints.SelectMany(endpoint => endpoint.Ports))
            .Where(port => port.Name is { } name && named.Contains(name))
            .Select(port => port.Number)
            .Concat(FailsafesOf(evaluator.Cluster).Select(port => port.Port))
            .Concat(behind)
            .Select(number => new PortRange(number, number));
        return rules.SelectMany(rule => rule.AllPorts).OfType<PortMatch.Numbered>().Select(port => port.Ports)
            .Concat(numbers)
            .Distinct();
    }

    static IEnumerable<FailsafePort> FailsafesOf(Cluster cluster) =>
        cluster.NodeFailsafes.Values.Append(cluster.DefaultFailsafes)
            .SelectMany(failsafes => failsafes.Inbound.Concat(failsafes.Outbound));
}
