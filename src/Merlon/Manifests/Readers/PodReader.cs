using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Manifests.Readers;

/// <summary>Reads Pods and the pod templates of workloads.</summary>
static class PodReader
{
    static readonly FieldSet SpecFields =
        FieldSet.Open("a pod spec", "hostNetwork", "nodeName", "serviceAccountName", "serviceAccount", "containers", "initContainers");

    static readonly FieldSet StatusFields =
        FieldSet.Open("a pod status", "phase", "podIP", "podIPs", "hostIP", "hostIPs", "conditions");

    static readonly FieldSet ContainerFields = FieldSet.Open("a container", "name", "ports", "restartPolicy");

    static readonly FieldSet PortFields =
        FieldSet.Closed("a container port", null, "name", "containerPort", "hostPort", "hostIP", "protocol");

    static readonly FieldSet ConditionFields = FieldSet.Open("a condition", "type", "status");

    public static PodResource? Read(ObjectValue root)
    {
        var meta = MetaReader.Read(root, isNamespaced: true);
        var spec = ReadSpec(root["spec"]);
        var status = root.Object("status", StatusFields);
        if (meta is null) return null;
        return new PodResource(meta, spec)
        {
            Phase = PhaseOf(status?.String("phase")),
            Addresses = AddressReader.Read(status, "podIPs", "podIP"),
            HostAddresses = AddressReader.Read(status, "hostIPs", "hostIP"),
            IsUnready = IsUnready(status),
        };
    }

    public static PodSpec ReadSpec(Value? value)
    {
        var spec = value?.AsObject(SpecFields);
        if (spec is null) return new PodSpec(false, null, []);
        var nodeName = spec.String("nodeName");
        return new PodSpec(
            spec.Boolean("hostNetwork") ?? false,
            string.IsNullOrEmpty(nodeName) ? null : nodeName,
            [
                .. spec.List("containers").SelectMany(container => ReadPorts(container, isInit: false)),
                .. spec.List("initContainers").SelectMany(container => ReadPorts(container, isInit: true)),
            ])
        {
            ServiceAccountName = AccountOf(spec),
        };
    }

    static string AccountOf(ObjectValue spec)
    {
        var name = spec.String("serviceAccountName");
        if (string.IsNullOrEmpty(name)) name = spec.String("serviceAccount");
        return string.IsNullOrEmpty(name) ? ServiceAccount.DefaultName : name;
    }

    static ImmutableArray<ContainerPort> ReadPorts(Value value, bool isInit)
    {
        var container = value.AsObject(ContainerFields);
        if (container is null) return [];
        var kind = !isInit ? ContainerKind.Regular
            : container.String("restartPolicy") == "Always" ? ContainerKind.Sidecar
            : ContainerKind.Init;
        var ports = ImmutableArray.CreateBuilder<ContainerPort>();
        foreach (var item in container.List("ports"))
        {
            if (item.AsObject(PortFields) is not { } port) continue;
            var name = port.String("name");
            if (PortReader.Number(port, "containerPort") is { } number)
            {
                ports.Add(new ContainerPort(
                    string.IsNullOrEmpty(name) ? null : name, PortReader.Protocol(port), number, kind));
            }
        }
        return ports.ToImmutable();
    }

    static PodPhase PhaseOf(string? text) => text switch
    {
        "Pending" => PodPhase.Pending,
        "Running" => PodPhase.Running,
        "Succeeded" => PodPhase.Succeeded,
        "Failed" => PodPhase.Failed,
        _ => PodPhase.Unknown,
    };

    static bool IsUnready(ObjectValue? status) => status is not null && status.List("conditions")
        .Select(item => item.AsObject(ConditionFields))
        .Any(condition => condition?.String("type") == "Ready" && condition.String("status") == "False");
}
