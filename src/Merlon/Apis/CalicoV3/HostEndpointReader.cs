using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Manifests.Readers;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV3;

/// <summary>Reads HostEndpoints.</summary>
static class HostEndpointReader
{
    const int MaxInterfaceName = 15;

    static readonly FieldSet RootFields = FieldSet.Closed("a HostEndpoint", null, "apiVersion", "kind", "metadata", "spec");

    static readonly FieldSet SpecFields = FieldSet.Closed(
        "the spec of a HostEndpoint", null, "node", "interfaceName", "expectedIPs", "profiles", "ports");

    static readonly FieldSet PortFields = FieldSet.Closed("a port of a HostEndpoint", null, "name", "protocol", "port");

    public static bool Reads(ObjectType type) => CalicoApi.IsOwn(type) && type.Kind == HostEndpointResource.KindName;

    public static HostEndpointResource? Read(ObjectValue root)
    {
        root.ReportUnknown(RootFields);
        var meta = MetaReader.Read(root, isNamespaced: false);
        var spec = root.Object("spec", SpecFields);
        var (node, name) = (spec?.String("node") ?? "", spec?.String("interfaceName") ?? "");
        var expected = spec?.List("expectedIPs") ?? [];
        if (name.Length == 0 && expected.IsEmpty)
        {
            Reject("a HostEndpoint needs an interfaceName or expectedIPs.");
        }
        if (node.Length == 0) Reject("a HostEndpoint needs the name of its node.");
        if (name.Length > MaxInterfaceName)
        {
            spec!.Report(
                DiagnosticCodes.ApiReject, $"the name of an interface has at most {MaxInterfaceName} characters.", "interfaceName");
        }
        ImmutableArray<IpAddress> addresses = [.. expected.SelectMany(ReadAddress).Distinct()];
        ImmutableArray<ContainerPort> ports = [.. (spec?.List("ports") ?? []).Select(ReadPort).OfType<ContainerPort>()];
        return meta is null
            ? null
            : new HostEndpointResource(
                meta,
                node,
                name.Length == 0 ? null : name,
                addresses,
                [.. (spec?.List("profiles") ?? []).Select(profile => profile.AsString() ?? "")],
                ports);

        void Reject(string message) => root.Report(DiagnosticCodes.ApiReject, message, "spec");
    }

    static IEnumerable<IpAddress> ReadAddress(Value value)
    {
        var text = value.AsString() ?? "";
        if (IpAddress.TryParse(text, out var address)) yield return address;
        else value.Report(DiagnosticCodes.CalicoReject, $"`{text}` is not an IP address.");
    }

    static ContainerPort? ReadPort(Value value)
    {
        var port = value.AsObject(PortFields);
        var (name, protocol) = (port?.String("name"), CalicoProtocols.Read(port, "protocol", anyCase: false));
        if (port is null || PortReader.Number(port, "port") is not { } number || protocol is null) return null;
        return new ContainerPort(name, protocol.Value, number, ContainerKind.Regular);
    }
}
