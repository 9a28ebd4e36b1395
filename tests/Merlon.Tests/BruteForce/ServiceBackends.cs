using System.Net;

namespace Merlon.Tests.BruteForce;

/// <summary>Finds the pods that connections to a service end at.</summary>
static class ServiceBackends
{
    public static IReadOnlyList<ServiceBackend> Find(RandomWorld world, FlowQuestion question)
    {
        var service = world.Services.Single(candidate => $"svc/{candidate.Namespace}/{candidate.Name}" == question.To);
        var servicePort = service.Ports.Single(
            port => port.Port == question.Port && (port.Protocol ?? "TCP") == question.Protocol);
        var family = IPAddress.Parse(service.ClusterAddress).AddressFamily;
        var backends = new List<ServiceBackend>();
        foreach (var pod in world.Pods)
        {
            if (pod.Phase != PodPhase.Running || !IsSelected(service, pod))
            {
                continue;
            }

            var addresses = pod.Addresses.Select(EndpointLookup.Parse);
            var address = addresses.FirstOrDefault(candidate => candidate.AddressFamily == family);
            var target = TargetPort(servicePort, pod, question.Protocol);
            if (address is not null && target is not null)
            {
                backends.Add(new ServiceBackend(EndpointLookup.OfPod(world, pod, address), target.Value));
            }
        }

        return backends;
    }

    // A service without selector terms has no automatic backends, unlike a label selector, where no terms select all.
    public static bool IsSelected(ServiceData service, PodData pod) =>
        service.Selector is { Count: > 0 } selector
        && service.Namespace == pod.Namespace
        && SelectorMatch.Matches(new LabelSelectorData(selector, null), pod.Labels);

    public static int? TargetPort(ServicePortData servicePort, PodData pod, string protocol)
    {
        if (servicePort.TargetName is not { } name)
        {
            return servicePort.TargetNumber ?? servicePort.Port;
        }

        foreach (var kind in new[] { ContainerKind.Regular, ContainerKind.Sidecar })
        {
            foreach (var container in pod.Containers.Where(container => container.Kind == kind))
            {
                foreach (var port in container.Ports)
                {
                    if (port.Name == name && (port.Protocol ?? "TCP") == protocol)
                    {
                        return port.Number;
                    }
                }
            }
        }

        return null;
    }
}
