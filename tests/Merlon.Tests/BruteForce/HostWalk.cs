using System.Net;

namespace Merlon.Tests.BruteForce;

/// <summary>Whether one host endpoint lets a packet pass.</summary>
sealed class HostWalk(RandomWorld world, CalicoData calico, HostPassage passage)
{
    static readonly (string Protocol, int Port)[] Common =
        [("TCP", 179), ("TCP", 2379), ("TCP", 2380), ("TCP", 5473), ("TCP", 6443), ("TCP", 6666), ("TCP", 6667)];

    readonly CalicoMatch _before = new(world, calico, passage.Before);
    readonly CalicoMatch _after = new(world, calico, passage.After);

    bool IsFromPod => passage.IsIngress && passage.Interface == "pod";

    bool Translates => passage.Before != passage.After;

    public bool IsAllowed(HostEndpointData host)
    {
        if (!IsFailsafe(passage.Before))
        {
            if (host.Interface != "*" && !IsFromPod && !AnswersFailsafe(passage.Before) && (passage.IsIngress || passage.Traffic == "output"))
            {
                switch (Walk(host, "Untracked", _before))
                {
                    // What is untracked is not translated.
                    case "Allow": return !Translates;
                    case "Deny": return false;
                }
            }

            if (passage.IsIngress && Walk(host, "PreDnat", _before) is { } early) return early == "Allow";
        }

        if (passage.Traffic == "forward") return Walk(host, "Forward", _after) != "Deny";
        if (IsFromPod || IsFailsafe(passage.After)) return true;
        return Walk(host, null, _after) switch
        {
            "Allow" => true,
            "Deny" => false,
            _ => host.Profiles.Select(AllowsByProfile).FirstOrDefault(answer => answer is not null) ?? false,
        };
    }

    bool? AllowsByProfile(string name)
    {
        if (name == "projectcalico-default-allow") return true;
        var rules = calico.Profiles.Where(profile => profile.Name == name)
            .SelectMany(profile => passage.IsIngress ? profile.Ingress : profile.Egress);
        // To pass within a profile leads on, like a rule that does not match... of that profile.
        foreach (var rule in rules.Where(rule => rule.Action != "Log" && _after.Matches(rule, null)))
        {
            return rule.Action switch { "Allow" => true, "Deny" => false, _ => null };
        }

        return null;
    }

    bool IsFailsafe(ResolvedFlow flow) => IsFailsafe(flow, passage.IsIngress, flow.Port);

    // Before connections are tracked, what comes from a port that is open the other way may be an answer.
    bool AnswersFailsafe(ResolvedFlow flow) => IsFailsafe(flow, !passage.IsIngress, flow.SourcePort);

    bool IsFailsafe(ResolvedFlow flow, bool inwards, int number)
    {
        var other = passage.IsIngress ? flow.Source.Address : flow.Destination.Address;
        if (calico.Failsafes is var (inbound, outbound))
        {
            return (inwards ? inbound : outbound).Any(port =>
                port.Protocol == flow.Protocol && port.Port == number && IsIn(port.Net, other));
        }

        (string, int)[] first = inwards ? [("TCP", 22), ("UDP", 68)] : [("UDP", 53), ("UDP", 67)];
        return first.Concat(Common).Contains((flow.Protocol, number));
    }

    static bool IsIn(string? net, IPAddress? address) => net is null || (address is not null && CidrMatch.Contains(net, address));

    // Allow or Deny; null where the tiers of this place decide nothing.
    string? Walk(HostEndpointData host, string? place, CalicoMatch match)
    {
        var labels = LabelsOf(host);
        var neverDenies = place is "Untracked" or "PreDnat";
        foreach (var (tier, denies) in Tiers())
        {
            var policies = calico.Policies
                .Where(policy => !policy.IsStaged && policy.Namespace is null && (policy.Tier ?? "default") == tier)
                .Where(policy => place is null ? policy.HostPlace is null or "Forward" : policy.HostPlace == place)
                .Where(policy => CalicoWalk.Governs(policy, passage.IsIngress) && Selects(policy, labels))
                .OrderBy(policy => policy.Order ?? double.PositiveInfinity)
                .ThenBy(policy => policy.Name, StringComparer.Ordinal)
                .ToList();
            if (policies.Count == 0) continue;
            var action = policies
                .SelectMany(policy => passage.IsIngress ? policy.Ingress : policy.Egress)
                .FirstOrDefault(rule => rule.Action != "Log" && match.Matches(rule, null))
                ?.Action;
            if (action is "Allow" or "Deny") return action;
            if (action is null && denies && !neverDenies) return "Deny";
        }

        return null;
    }

    IEnumerable<(string Name, bool Denies)> Tiers() => calico.Tiers
        .Select(tier => (tier.Name, tier.Order, Denies: tier.DefaultAction != "Pass"))
        .Append(("default", 1_000_000, true))
        .Concat(calico.Policies.Select(policy => policy.Tier)
            .Where(name => name is not (null or "default") && calico.Tiers.All(tier => tier.Name != name))
            .Distinct()
            .Select(name => (name!, double.PositiveInfinity, true)))
        .OrderBy(tier => tier.Item2)
        .ThenBy(tier => tier.Item1, StringComparer.Ordinal)
        .Select(tier => (tier.Item1, tier.Item3));

    static bool Selects(CalicoPolicyData policy, IReadOnlyDictionary<string, string> labels) =>
        (policy.Selector?.Holds(labels) ?? true)
        && (policy.NamespaceSelector?.Holds(labels, "pcns.") ?? true)
        && (policy.AccountSelector?.Holds(labels, "pcsa.") ?? true);

    Dictionary<string, string> LabelsOf(HostEndpointData host) => CalicoMatch.LabelsOf(calico, host);
}
