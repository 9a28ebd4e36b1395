namespace Merlon.Tests.BruteForce;

/// <summary>
/// What the host endpoints of a world do with a flow, written from the text of the rules: every interface that a packet
/// may pass by, every policy, one after the other.
/// </summary>
static class HostOracle
{
    /// <summary>Allow, Deny, or Unknown where it depends on the interface.</summary>
    public static string Judge(RandomWorld world, FlowQuestion question, ResolvedFlow flow)
    {
        if (world.Calico is not { Hosts.Count: > 0 } calico) return "Allow";
        var verdicts = Passages(world, question, flow)
            .Select(passage => Judge(passage, new HostWalk(world, calico, passage)))
            .ToList();
        return verdicts.Contains("Deny") ? "Deny" : verdicts.Contains("Unknown") ? "Unknown" : "Allow";

        string Judge(HostPassage passage, HostWalk walk)
        {
            var outcomes = Possible(calico, passage).Select(host => host is null || walk.IsAllowed(host)).Distinct().ToList();
            return outcomes is [var only] ? only ? "Allow" : "Deny" : "Unknown";
        }
    }

    static IEnumerable<HostPassage> Passages(RandomWorld world, FlowQuestion question, ResolvedFlow flow)
    {
        if (flow.Source.Pod is { } self && flow.Destination.Pod == self && !flow.ViaService) yield break;
        var start = flow.Source.Node?.Name ?? flow.Source.Pod?.NodeName;
        var end = flow.Destination.Node?.Name ?? flow.Destination.Pod?.NodeName;
        var sent = flow.ViaService
            ? flow with { Destination = new ResolvedEndpoint(null, null, EndpointLookup.Parse(question.ToAddress!)), Port = question.Port }
            : flow;
        if (start is not null)
        {
            var fromPod = flow.Source.Pod is not null;
            var ends = start == end;
            if (!fromPod && ends && flow.Destination.Node is not null)
            {
                yield return new HostPassage(start, "lo", null, false, "output", sent, flow);
                yield return new HostPassage(start, "lo", null, true, "input", flow, flow);
                yield break;
            }

            var traffic = !fromPod ? "output" : ends && flow.Destination.Node is not null ? "input" : "forward";
            if (fromPod) yield return new HostPassage(start, "pod", null, true, traffic, sent, flow);
            if (traffic != "input" && !(traffic == "output" && ends))
            {
                yield return ends
                    ? new HostPassage(start, "pod", null, false, traffic, sent, flow)
                    : new HostPassage(start, "out", fromPod ? null : flow.Source.Address?.ToString(), false, traffic, sent, flow);
            }

            if (ends) yield break;
        }

        if (end is null) yield break;
        // Only where no host comes before is the address of the service translated here.
        var arriving = start is null ? sent : flow;
        var own = world.Nodes.Single(node => node.Name == end).Addresses
            .FirstOrDefault(address => EndpointLookup.Parse(address).Equals(arriving.Destination.Address));
        if (own is not null && flow.Source.Pod is not null && start is not null && AsNode(world, start, flow) is { } seen)
        {
            (arriving, flow) = (arriving with { Source = seen }, flow with { Source = seen });
        }

        yield return new HostPassage(end, "out", own, true, flow.Destination.Node is null ? "forward" : "input", arriving, flow);
        if (flow.Destination.Node is null) yield return new HostPassage(end, "pod", null, false, "forward", arriving, flow);
    }

    // A node sees a pod of another node as that node, where that has an address of the family.
    static ResolvedEndpoint? AsNode(RandomWorld world, string name, ResolvedFlow flow)
    {
        var node = world.Nodes.Single(candidate => candidate.Name == name);
        var address = node.Addresses.Select(EndpointLookup.Parse)
            .FirstOrDefault(candidate => candidate.AddressFamily == flow.Destination.Address!.AddressFamily);
        return address is null ? null : new ResolvedEndpoint(null, node, address);
    }

    static IEnumerable<HostEndpointData?> Possible(CalicoData calico, HostPassage passage)
    {
        var hosts = calico.Hosts.Where(host => host.Node == passage.Node).OrderBy(host => host.Name, StringComparer.Ordinal).ToList();
        var all = hosts.FirstOrDefault(host => host.Interface == "*");
        if (passage.Interface != "out") return [all];
        var named = hosts.Where(host => host.Interface is not (null or "*")).Select(host => host.Interface!).Distinct().ToList();
        var claimed = named
            .Where(name => hosts.Any(host => host.Interface == name && Expects(host, passage.OwnAddress)))
            .ToList();
        if (claimed.Count > 0) return claimed.Select(First);
        var nameless = hosts.Where(host => host.Interface is null).ToList();
        return nameless.FirstOrDefault(host => Expects(host, passage.OwnAddress)) is { } found
            ? [found]
            : named.Select(First).Concat(nameless).Append(all);

        HostEndpointData? First(string name) => hosts.First(host => host.Interface == name);
    }

    static bool Expects(HostEndpointData host, string? address) => address is not null
        && host.ExpectedAddresses.Any(expected => EndpointLookup.Parse(expected).Equals(EndpointLookup.Parse(address)));
}
