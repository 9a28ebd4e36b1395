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
        var node = spec?.String("node") ?? "";
        if (node.Length == 0) root.Report(DiagnosticCodes.ApiReject, "a HostEndpoint needs the name of its node.", "spec");
        var read = ReadSpec(root, spec, node);
        return meta is null ? null : read with { Meta = meta };
    }

    /// <summary>Reads what versions of the object have in common. Its metadata are left to them.</summary>
    public static HostEndpointResource ReadSpec(ObjectValue root, ObjectValue? spec, string node)
    {
        var name = spec?.String("interfaceName") ?? "";
        var expected = spec?.List("expectedIPs") ?? [];
        if (name.Length == 0 && expected.IsEmpty)
        {
            root.Report(DiagnosticCodes.ApiReject, "a HostEndpoint needs an interfaceName or expectedIPs.", "spec");
        }
        if (name.Length > MaxInterfaceName)
        {
            spec!.Report(
                DiagnosticCodes.ApiReject, $"the name of an interface has at most {MaxInterfaceName} characters.", "interfaceName");
        }
        if (name is not ("" or HostEndpoint.AnyInterface) && !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
        {
            spec!.Report(
                DiagnosticCodes.CalicoReject,
                $"`{name}` is not the name of an interface: letters, digits, dots, hyphens and underscores, or `*` for all.",
                "interfaceName");
        }
        return new HostEndpointResource(
            new ObjectMeta("", "", false, LabelSet.Empty, [], root.Location),
            node,
            name.Length == 0 ? null : name,
            [.. expected.SelectMany(ReadAddress).Distinct()],
            [.. (spec?.List("profiles") ?? []).Select(profile => profile.AsString() ?? "")],
            [.. (spec?.List("ports") ?? []).Select(ReadPort).OfType<ContainerPort>()]);
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
