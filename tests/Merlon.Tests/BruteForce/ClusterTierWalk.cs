using System.Net;

namespace Merlon.Tests.BruteForce;

/// <summary>What the cluster-wide policies of one tier say of a flow, by walking them in order.</summary>
static class ClusterTierWalk
{
    /// <summary>True or false where a rule accepts or denies; null where the next tier is asked.</summary>
    public static bool? Decide(
        RandomWorld world, string tier, bool isIngress, PodData subject, ResolvedEndpoint peer, ResolvedFlow flow)
    {
        var policies = world.ClusterPolicies
            .Where(policy => policy.Tier == tier)
            .OrderBy(policy => policy.Priority)
            .ThenBy(policy => policy.Name, StringComparer.Ordinal)
            .ThenBy(policy => policy.Kind, StringComparer.Ordinal);
        foreach (var policy in policies)
        {
            // Whom a policy is about that nobody understands: perhaps everyone.
            if (!policy.Subject.IsNonsense && !Selects(world, policy.Subject, subject))
            {
                continue;
            }

            foreach (var rule in isIngress ? policy.Ingress : policy.Egress)
            {
                if (Apply(world, policy, rule, peer, flow) is { } action)
                {
                    return action switch
                    {
                        "Accept" => true,
                        "Deny" => false,
                        _ => null,
                    };
                }
            }
        }

        return null;
    }

    // What the rule does with the flow; null where it does not match.
    static string? Apply(
        RandomWorld world, ClusterPolicyData policy, ClusterRuleData rule, ResolvedEndpoint peer, ResolvedFlow flow)
    {
        var isUnclear = rule.Peers.Any(candidate => candidate.IsNonsense)
            || (rule.Action != "Accept" && rule.Peers.Any(candidate => candidate.DomainNames is not null));
        if (isUnclear)
        {
            return rule.Action == "Accept" ? null : "Deny";
        }

        var matches = rule.Peers.Any(candidate => Matches(world, candidate, peer))
            && (rule.Ports is null || rule.Ports.Any(port => Matches(port, flow)));
        if (!matches)
        {
            return null;
        }

        if (policy.Subject.IsNonsense)
        {
            return rule.Action == "Accept" ? null : "Deny";
        }

        return rule.Action;
    }

    static bool Matches(RandomWorld world, ClusterPeerData entry, ResolvedEndpoint peer)
    {
        if (entry.Networks is { } networks)
        {
            return peer.Address is { } address && networks.Any(network => CidrMatch.Contains(network, address));
        }

        if (entry.DomainNames is { } names)
        {
            return peer.Address is { } address && names.Any(name => HasAddress(name, address));
        }

        if (entry.Nodes is { } nodes)
        {
            return peer.Node is not null
                && world.Nodes
                    .Where(node => SelectorMatch.Matches(nodes, node.Labels))
                    .SelectMany(node => node.Addresses)
                    .Any(text => EndpointLookup.Parse(text).Equals(peer.Address));
        }

        return peer.Pod is { } pod && Selects(world, entry, pod);
    }

    static bool Selects(RandomWorld world, ClusterPeerData entry, PodData pod)
    {
        var namespaces = entry.Namespaces ?? entry.NamespacesOfPods;
        var inNamespace = namespaces is null
            || SelectorMatch.Matches(namespaces, PeerMatch.LabelsOfNamespace(world, pod.Namespace));
        return inNamespace && (entry.Pods is null || SelectorMatch.Matches(entry.Pods, pod.Labels));
    }

    static bool HasAddress(string pattern, IPAddress address)
    {
        var wanted = pattern.TrimEnd('.').ToLowerInvariant();
        foreach (var (name, addresses) in DomainAlphabet.Names)
        {
            var isMeant = wanted.StartsWith("*.", StringComparison.Ordinal)
                ? name.EndsWith(wanted[1..], StringComparison.Ordinal)
                : name == wanted;
            if (isMeant && addresses.Any(text => EndpointLookup.Parse(text).Equals(address)))
            {
                return true;
            }
        }

        return false;
    }

    static bool Matches(ClusterPortData entry, ResolvedFlow flow)
    {
        if (entry.Name is { } name)
        {
            return flow.Destination.Pod is { } pod && PortMatch.HasPort(pod, name, flow);
        }

        return entry.Protocol == flow.Protocol && entry.First <= flow.Port && flow.Port <= entry.Last;
    }
}
