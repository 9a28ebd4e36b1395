namespace Merlon.Tests.BruteForce;

/// <summary>Whether one element of a rule's `ports` matches the destination port of a flow.</summary>
static class PortMatch
{
    public static bool Matches(PolicyPortData? entry, ResolvedFlow flow)
    {
        if ((entry?.Protocol ?? "TCP") != flow.Protocol)
        {
            return false;
        }

        if (entry?.Number is { } first)
        {
            var last = entry.EndPort ?? first;
            return first <= flow.Port && flow.Port <= last;
        }

        if (entry?.Name is { } name)
        {
            return flow.Destination.Pod is { } pod && HasPort(pod, name, flow);
        }

        return true;
    }

    public static bool HasPort(PodData pod, string name, ResolvedFlow flow) =>
        pod.Containers
            .Where(container => container.Kind != ContainerKind.PlainInit)
            .SelectMany(container => container.Ports)
            .Any(port => port.Name == name && (port.Protocol ?? "TCP") == flow.Protocol && port.Number == flow.Port);
}
