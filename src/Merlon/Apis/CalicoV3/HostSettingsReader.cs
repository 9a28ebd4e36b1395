using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Manifests.Readers;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV3;

/// <summary>Reads from Calico's own configurations what matters to host endpoints.</summary>
static class HostSettingsReader
{
    static readonly FieldSet FelixFields =
        FieldSet.Open("the spec of a FelixConfiguration", "failsafeInboundHostPorts", "failsafeOutboundHostPorts");

    static readonly FieldSet PortFields = FieldSet.Closed("a failsafe port", null, "protocol", "port", "net");

    static readonly FieldSet ControllersFields = FieldSet.Open("the spec of a KubeControllersConfiguration", "controllers");

    static readonly FieldSet KindsFields = FieldSet.Open("controllers", "node");

    static readonly FieldSet NodeFields = FieldSet.Open("the controller of nodes", "hostEndpoint");

    static readonly FieldSet EndpointFields =
        FieldSet.Open("hostEndpoint", "autoCreate", "createDefaultHostEndpoint", "templates");

    public static bool ReadsFailsafes(ObjectType type) => CalicoApi.IsOwn(type) && type.Kind == FailsafeResource.KindName;

    public static bool ReadsControllers(ObjectType type) => CalicoApi.IsOwn(type) && type.Kind == AutoHostEndpoints.KindName;

    public static FailsafeResource? ReadFailsafes(ObjectValue root)
    {
        var meta = MetaReader.Read(root, isNamespaced: false);
        var spec = root.Object("spec", FelixFields);
        return meta is null
            ? null
            : new FailsafeResource(
                meta, ReadPorts(spec, "failsafeInboundHostPorts"), ReadPorts(spec, "failsafeOutboundHostPorts"));
    }

    public static AutoHostEndpoints? ReadControllers(ObjectValue root)
    {
        var meta = MetaReader.Read(root, isNamespaced: false);
        var made = root.Object("spec", ControllersFields)?.Object("controllers", KindsFields)?.Object("node", NodeFields)
            ?.Object("hostEndpoint", EndpointFields);
        if (made is not null && !made.List("templates").IsEmpty)
        {
            made.Report(
                DiagnosticCodes.ApiUnsupported,
                "host endpoints made from templates are not known here: which interfaces they find is known on the nodes only.",
                "templates");
        }
        return meta is null
            ? null
            : new AutoHostEndpoints(
                meta, made?.String("autoCreate") == "Enabled" && made.String("createDefaultHostEndpoint") is not "Disabled");
    }

    // An empty list is none at all; no list is the usual ones.
    static ImmutableArray<FailsafePort>? ReadPorts(ObjectValue? spec, string field)
    {
        if (spec?[field] is not { IsNull: false }) return null;
        return [.. spec.List(field).Select(ReadPort).OfType<FailsafePort>()];
    }

    static FailsafePort? ReadPort(Value value)
    {
        if (value.AsObject(PortFields) is not { } port) return null;
        var number = PortReader.Number(port, "port");
        var written = port.String("protocol");
        // Calico's agent takes a port without protocol for TCP.
        var protocol = Protocol.Tcp;
        if (!string.IsNullOrEmpty(written) && !Protocol.TryParse(written, out protocol))
        {
            port.Report(DiagnosticCodes.ApiReject, $"`{written}` is not a protocol: TCP, UDP or SCTP.", "protocol");
        }
        var net = ReadNet(port);
        return number is { } known ? new FailsafePort(protocol, known, net) : null;
    }

    static Cidr? ReadNet(ObjectValue port)
    {
        if (port.String("net") is not { Length: > 0 } text) return null;
        if (CidrText.Read(text, out var net) is not (CidrFault.Syntax or CidrFault.NoPrefix)) return net;
        if (IpAddress.TryParse(text, out var address)) return Cidr.Of(address);
        port.Report(DiagnosticCodes.ApiReject, $"`{text}` is not a block of addresses.", "net");
        return null;
    }
}
