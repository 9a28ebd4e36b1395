using System.Net;
using System.Net.Sockets;

namespace Merlon.Tests.BruteForce;

/// <summary>Whether rules of Calico match a flow whose addresses are known.</summary>
sealed class CalicoMatch(RandomWorld world, CalicoData calico, ResolvedFlow flow)
{
    bool IsV6 => (flow.Source.Address ?? flow.Destination.Address)!.AddressFamily == AddressFamily.InterNetworkV6;

    public bool Matches(CalicoRuleData rule, string? home)
    {
        var protocol = flow.Protocol == "ICMP" && IsV6 ? "ICMPv6" : flow.Protocol;
        if (rule.IpVersion is { } version && version != (IsV6 ? 6 : 4)) return false;
        if (rule.Protocol is { } wanted && wanted != protocol) return false;
        if (rule.NotProtocol == protocol) return false;
        // A question about ICMP is an echo request.
        var type = IsV6 ? 128 : 8;
        if (rule.IcmpType is { } icmp && icmp != type) return false;
        if (rule.NotIcmpType == type) return false;
        return Matches(rule, rule.Source, flow.Source, isSource: true, home)
            && Matches(rule, rule.Destination, flow.Destination, isSource: false, home);
    }

    bool Matches(CalicoRuleData rule, CalicoEntityData entity, ResolvedEndpoint end, bool isSource, string? home)
    {
        foreach (var list in new[] { entity.Nets, entity.NotNets })
        {
            if (list.Count > 0 && list.All(net => AddressText.IsIPv6(net.Split('/')[0]) != IsV6)) return false;
        }

        if (entity.Nets.Count > 0 && !entity.Nets.Any(net => CidrMatch.Contains(net, end.Address!))) return false;
        if (entity.NotNets.Any(net => CidrMatch.Contains(net, end.Address!))) return false;
        if (!SelectorsMatch(entity, end, home)) return false;
        if (entity.Service is var (serviceHome, name) && !IsBehind(serviceHome, name, end, isSource)) return false;
        if (entity.Ports.Count > 0 && !entity.Ports.Any(port => IsPort(port, rule, end, isSource))) return false;
        return !entity.NotPorts.Any(port => IsPort(port, rule, end, isSource));
    }

    // A positive selector of any kind, and the own namespace of a policy that is not global, bound the others.
    bool SelectorsMatch(CalicoEntityData entity, ResolvedEndpoint end, string? home)
    {
        var speaksOfLabels = entity.Selector is not null || entity.NamespaceSelector is not null
            || entity.AccountNames.Count > 0 || entity.AccountSelector is not null;
        if (!speaksOfLabels && entity.NotSelector is null) return true;
        if (!speaksOfLabels && home is null)
        {
            return !ThingsAt(end).Any(labels => entity.NotSelector!.Holds(labels));
        }

        return ThingsAt(end).Any(labels =>
            (entity.NamespaceSelector?.Holds(labels, "pcns.")
                ?? (home is null || labels.GetValueOrDefault("projectcalico.org/namespace") == home))
            && (entity.Selector?.Holds(labels) ?? true)
            && (entity.AccountNames.Count == 0
                || entity.AccountNames.Contains(labels.GetValueOrDefault("projectcalico.org/serviceaccount") ?? ""))
            && (entity.AccountSelector?.Holds(labels, "pcsa.") ?? true)
            && !(entity.NotSelector?.Holds(labels) ?? false));
    }

    readonly Dictionary<object, Dictionary<string, string>> _labels = new(ReferenceEqualityComparer.Instance);

    // All that has the address: the pod, and every set that holds it.
    IEnumerable<IReadOnlyDictionary<string, string>> ThingsAt(ResolvedEndpoint end)
    {
        if (end.Pod is { } pod) yield return LabelsOf(pod);
        foreach (var set in calico.Sets.Where(set => set.Nets.Any(net => IsInSet(net, end.Address!)))) yield return LabelsOf(set);
        foreach (var host in calico.Hosts.Where(host => host.ExpectedAddresses.Any(address => IsInSet(address, end.Address!))))
        {
            yield return LabelsOf(calico, host);
        }
    }

    static bool IsInSet(string net, IPAddress address) => net.Contains('/', StringComparison.Ordinal)
        ? CidrMatch.Contains(net, address)
        : EndpointLookup.Parse(net).Equals(address);

    public Dictionary<string, string> LabelsOf(PodData pod) =>
        _labels.TryGetValue(pod, out var known) ? known : _labels[pod] = CollectLabels(pod);

    /// <summary>Its own, and those of its profiles that it does not have itself.</summary>
    public static Dictionary<string, string> LabelsOf(CalicoData calico, HostEndpointData host)
    {
        var labels = host.Labels.ToDictionary();
        foreach (var profile in calico.Profiles.Where(profile => host.Profiles.Contains(profile.Name)))
        {
            foreach (var (key, value) in profile.Labels) labels.TryAdd(key, value);
        }

        return labels;
    }

    Dictionary<string, string> LabelsOf(NetworkSetData set) =>
        _labels.TryGetValue(set, out var known) ? known : _labels[set] = CollectLabels(set);

    Dictionary<string, string> CollectLabels(PodData pod)
    {
        var labels = pod.Labels.ToDictionary();
        var account = pod.ServiceAccount ?? "default";
        labels["projectcalico.org/namespace"] = pod.Namespace;
        labels["projectcalico.org/orchestrator"] = "k8s";
        labels["projectcalico.org/serviceaccount"] = account;
        AddNamespace(labels, pod.Namespace);
        var known = calico.Accounts.FirstOrDefault(found => found.Namespace == pod.Namespace && found.Name == account);
        foreach (var (key, value) in known?.Labels ?? new Dictionary<string, string>()) labels["pcsa." + key] = value;
        labels["pcsa.projectcalico.org/name"] = account;
        return labels;
    }

    Dictionary<string, string> CollectLabels(NetworkSetData set)
    {
        var labels = set.Labels.ToDictionary();
        if (set.Namespace is not { } home) return labels;
        labels["projectcalico.org/namespace"] = home;
        AddNamespace(labels, home);
        return labels;
    }

    void AddNamespace(Dictionary<string, string> labels, string name)
    {
        foreach (var (key, value) in PeerMatch.LabelsOfNamespace(world, name)) labels["pcns." + key] = value;
        labels["pcns.projectcalico.org/name"] = name;
    }

    // A name is a port of the end; a rule without protocol means any that has ports.
    bool IsPort(CalicoPortData port, CalicoRuleData rule, ResolvedEndpoint end, bool isSource)
    {
        if (flow.Protocol == "ICMP" || (rule.Protocol is { } protocol && protocol != flow.Protocol)) return false;
        var number = isSource ? flow.SourcePort : flow.Port;
        if (port.Name is null) return port.First <= number && number <= port.Last;
        return end.Pod is { } pod && PortMatch.HasPort(pod, port.Name, flow with { Port = number });
    }

    // Ready or not; as source with any port.
    bool IsBehind(string home, string name, ResolvedEndpoint end, bool isSource)
    {
        var service = world.Services.Single(found => found.Namespace == home && found.Name == name);
        return world.Pods
            .Where(pod => !pod.IsFinished && ServiceBackends.IsSelected(service, pod))
            .Any(pod => service.Ports.Any(port => ServiceBackends.TargetPort(port, pod, port.Protocol ?? "TCP") is { } target
                && pod.Addresses.Select(EndpointLookup.Parse).Any(address =>
                    address.AddressFamily == IPAddress.Parse(service.ClusterAddress).AddressFamily && address.Equals(end.Address))
                && (isSource || ((port.Protocol ?? "TCP") == flow.Protocol && target == flow.Port))));
    }
}
