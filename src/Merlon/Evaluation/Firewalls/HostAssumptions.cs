using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Evaluation.Firewalls;

/// <summary>What a verdict depends on where hosts have firewalls.</summary>
static class HostAssumptions
{
    public static IEnumerable<string> Of(Flow flow, HostPath path, HostFirewalls firewalls)
    {
        if (firewalls.IsEmpty) yield break;
        var nodes = new[] { flow.Source.Endpoint?.NodeName, flow.Destination.Endpoint?.NodeName };
        foreach (var node in nodes.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (firewalls.For(node) is null)
            {
                yield return $"the host firewall of {node} is not in the input: none is assumed";
            }
        }
        if (path.IsMasqueraded(flow) && path.AtDestination(flow) is { } host)
        {
            yield return "masqueradeToNodes=true: a node sees a pod of another node with "
                + (host.Packet.Source is { } seen ? $"that node's address, here {seen}" : "that node's address");
        }
    }
}
