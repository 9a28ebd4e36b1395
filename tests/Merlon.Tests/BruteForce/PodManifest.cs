namespace Merlon.Tests.BruteForce;

/// <summary>Manifests of pods.</summary>
sealed class PodManifest(ManifestStyle style)
{
    public YamlMap Write(PodData pod) =>
        style.Object("v1", "Pod", style.Metadata(pod.Namespace, pod.Name, pod.Labels))
            .With("spec", Spec(pod))
            .With("status", Status(pod));

    YamlMap Spec(PodData pod)
    {
        var byKind = pod.Containers.ToLookup(container => container.Kind == ContainerKind.Regular);
        IReadOnlyList<ContainerData>? initContainers = byKind[false].Any() ? [.. byKind[false]] : null;
        return new YamlMap()
            .With("nodeName", style.OptionalText(pod.NodeName))
            .With("serviceAccountName", style.OptionalText(pod.ServiceAccount))
            .With("hostNetwork", pod.HostNetwork || style.Chance(10) ? new YamlBoolean(pod.HostNetwork) : null)
            .With("initContainers", style.OptionalList(initContainers, Container))
            .With("containers", ManifestStyle.List(byKind[true], Container));
    }

    YamlMap Container(ContainerData container) => new YamlMap()
        .With("name", container.Name)
        .With("image", "registry.example/app")
        .With("restartPolicy", container.Kind == ContainerKind.Sidecar ? new YamlString("Always") : null)
        .With("ports", style.OptionalList(container.Ports.Count == 0 ? null : container.Ports, Port));

    YamlMap Port(ContainerPortData port) => new YamlMap()
        .With("name", style.OptionalText(port.Name))
        .With("containerPort", port.Number)
        .With("protocol", style.OptionalText(port.Protocol));

    YamlMap Status(PodData pod)
    {
        var status = new YamlMap().With("phase", pod.Phase.ToString());
        if (pod.Phase == PodPhase.Running)
        {
            var ready = new YamlMap().With("type", "Ready").With("status", "True");
            status = status.With("conditions", new YamlList([ready]));
        }

        if (pod.Addresses is not [var first, ..])
        {
            return status
                .With("podIP", style.Missing())
                .With("podIPs", style.Chance(10) ? new YamlList([]) : style.Missing());
        }

        // The plural is complete; the singular alone is enough for a pod with one address.
        return pod.Addresses.Count == 1 && style.Chance(25)
            ? status.With("podIP", first)
            : status.With("podIP", style.Chance(80) ? new YamlString(first) : style.Missing())
                .With("podIPs", ManifestStyle.List(pod.Addresses, address => new YamlMap().With("ip", address)));
    }
}
