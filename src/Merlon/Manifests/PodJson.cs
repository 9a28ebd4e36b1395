using System.Text.Json;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Manifests;

/// <summary>Writes a pod as an API server would, as far as pods are read here: reading it again gives an equal one.</summary>
public static class PodJson
{
    public static byte[] Write(PodResource pod)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) Write(json, pod);
        return buffer.ToArray();
    }

    static void Write(Utf8JsonWriter json, PodResource pod)
    {
        json.WriteStartObject();
        json.WriteString("apiVersion", "v1");
        json.WriteString("kind", "Pod");
        WriteMetadata(json, pod.Meta);
        WriteSpec(json, pod.Spec);
        WriteStatus(json, pod);
        json.WriteEndObject();
    }

    static void WriteMetadata(Utf8JsonWriter json, ObjectMeta meta)
    {
        json.WriteStartObject("metadata");
        json.WriteString("name", meta.Name);
        if (!meta.IsNamespaceAssumed) json.WriteString("namespace", meta.Namespace);
        json.WriteStartObject("labels");
        foreach (var (key, value) in meta.Labels) json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteStartObject("annotations");
        foreach (var (key, value) in meta.Annotations) json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteStartArray("ownerReferences");
        foreach (var owner in meta.Owners)
        {
            json.WriteStartObject();
            json.WriteString("kind", owner.Kind);
            json.WriteString("name", owner.Name);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteSpec(Utf8JsonWriter json, PodSpec spec)
    {
        json.WriteStartObject("spec");
        if (spec.IsHostNetwork) json.WriteBoolean("hostNetwork", true);
        if (spec.NodeName is { } node) json.WriteString("nodeName", node);
        json.WriteString("serviceAccountName", spec.ServiceAccountName);
        WriteContainers(json, "containers", spec.Ports.Where(port => port.Container == ContainerKind.Regular));
        WriteContainers(json, "initContainers", spec.Ports.Where(port => port.Container != ContainerKind.Regular));
        json.WriteEndObject();
    }

    // A container for each port: which of them share one is not known.
    static void WriteContainers(Utf8JsonWriter json, string field, IEnumerable<ContainerPort> ports)
    {
        json.WriteStartArray(field);
        foreach (var port in ports)
        {
            json.WriteStartObject();
            if (port.Container == ContainerKind.Sidecar) json.WriteString("restartPolicy", "Always");
            json.WriteStartArray("ports");
            json.WriteStartObject();
            if (port.Name is { } name) json.WriteString("name", name);
            json.WriteNumber("containerPort", port.Number);
            json.WriteString("protocol", port.Protocol.ToString());
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void WriteStatus(Utf8JsonWriter json, PodResource pod)
    {
        json.WriteStartObject("status");
        if (pod.Phase != PodPhase.Unknown) json.WriteString("phase", pod.Phase.ToString());
        WriteAddresses(json, "podIPs", pod.Addresses);
        WriteAddresses(json, "hostIPs", pod.HostAddresses);
        if (pod.IsUnready)
        {
            json.WriteStartArray("conditions");
            json.WriteStartObject();
            json.WriteString("type", "Ready");
            json.WriteString("status", "False");
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    static void WriteAddresses(Utf8JsonWriter json, string field, IEnumerable<IpAddress> addresses)
    {
        json.WriteStartArray(field);
        foreach (var address in addresses)
        {
            json.WriteStartObject();
            json.WriteString("ip", address.ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
