using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Manifests.Readers;

/// <summary>Reads Services and EndpointSlices.</summary>
static class ServiceReader
{
    static readonly FieldSet SpecFields = FieldSet.Open(
        "a service spec", "type", "clusterIP", "clusterIPs", "selector", "ports", "externalTrafficPolicy");

    static readonly FieldSet PortFields = FieldSet.Closed(
        "a service port", null, "name", "protocol", "appProtocol", "port", "targetPort", "nodePort");

    static readonly FieldSet EndpointFields = FieldSet.Open("an endpoint", "addresses", "conditions");

    static readonly FieldSet ConditionFields = FieldSet.Open("endpoint conditions", "ready");

    static readonly FieldSet SlicePortFields =
        FieldSet.Closed("a slice port", null, "name", "protocol", "port", "appProtocol");

    public static ServiceResource? Read(ObjectValue root)
    {
        var meta = MetaReader.Read(root, isNamespaced: true);
        var spec = root.Object("spec", SpecFields);
        if (meta is null) return null;
        var clusterIPs = (spec?.List("clusterIPs") ?? [])
            .SelectMany(item => AddressReader.ReadOne(item))
            .Distinct()
            .ToImmutableArray();
        return new ServiceResource(
            meta,
            TypeOf(spec?.String("type")),
            spec?.String("clusterIP") == "None",
            clusterIPs.IsEmpty ? [.. AddressReader.ReadOne(spec?["clusterIP"])] : clusterIPs,
            spec?.String("externalTrafficPolicy") == "Local",
            spec?["selector"] is { IsNull: false } selector ? selector.AsLabels() : null,
            [.. (spec?.List("ports") ?? []).Select(ReadPort).Where(port => port is not null).Select(port => port!)]);
    }

    public static EndpointSliceResource? ReadSlice(ObjectValue root)
    {
        var meta = MetaReader.Read(root, isNamespaced: true);
        var endpoints = root.List("endpoints")
            .Select(item => item.AsObject(EndpointFields))
            .ToLookup(endpoint => endpoint?.Object("conditions", ConditionFields)?.Boolean("ready") ?? true);
        var ports = root
            .List("ports")
            .Select(ReadSlicePort)
            .Where(port => port is not null)
            .Select(port => port!)
            .ToImmutableArray();
        if (meta is null) return null;
        meta.Labels.TryGet(EndpointSliceResource.ServiceNameLabel, out var service);
        return new EndpointSliceResource(meta, service, Addresses(isReady: true), ports)
        {
            Unready = Addresses(isReady: false),
        };

        ImmutableArray<IpAddress> Addresses(bool isReady) =>
        [
            .. endpoints[isReady]
                .SelectMany(endpoint => endpoint?.List("addresses") ?? [])
                .SelectMany(item => AddressReader.ReadOne(item))
                .Distinct(),
        ];
    }

    static ServiceType TypeOf(string? text) => text switch
    {
        "NodePort" => ServiceType.NodePort,
        "LoadBalancer" => ServiceType.LoadBalancer,
        "ExternalName" => ServiceType.ExternalName,
        _ => ServiceType.ClusterIP,
    };

    static ServicePortSpec? ReadPort(Value value)
    {
        if (value.AsObject(PortFields) is not { } port || PortReader.Number(port, "port") is not { } number)
        {
            return null;
        }
        return new ServicePortSpec(
            port.String("name"),
            PortReader.Protocol(port),
            number,
            ReadTarget(port),
            PortReader.Number(port, "nodePort"));
    }

    static IntOrString? ReadTarget(ObjectValue port)
    {
        var target = port["targetPort"]?.AsIntOrString();
        if (target is { Number: < 0 or > ushort.MaxValue })
        {
            port.Report(DiagnosticCodes.ApiReject, $"port {target} is not between 1 and 65535.", "targetPort");
        }
        return target is { Number: 0 } ? null : target;
    }

    static SlicePort? ReadSlicePort(Value value)
    {
        if (value.AsObject(SlicePortFields) is not { } port || PortReader.Number(port, "port") is not { } number)
        {
            return null;
        }
        return new SlicePort(port.String("name") ?? "", PortReader.Protocol(port), number);
    }
}
