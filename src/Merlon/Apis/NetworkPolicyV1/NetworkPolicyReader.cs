using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Manifests.Readers;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.NetworkPolicyV1;

/// <summary>
/// Reads a NetworkPolicy with every check that the API server makes (strict decoding, then <c>ValidateNetworkPolicy</c>
/// of <c>pkg/apis/networking/validation</c>).
/// </summary>
static class NetworkPolicyReader
{
    static readonly FieldSet RootFields =
        FieldSet.Closed("a NetworkPolicy", null, "apiVersion", "kind", "metadata", "spec");

    static readonly FieldSet SpecFields = FieldSet.Closed(
        "the spec of a NetworkPolicy", null, "podSelector", "policyTypes", "ingress", "egress");

    static readonly FieldSet IngressFields = FieldSet.Closed(
        "an ingress rule", "the rule loses this condition and allows more", "from", "ports");

    static readonly FieldSet EgressFields = FieldSet.Closed(
        "an egress rule", "the rule loses this condition and allows more", "to", "ports");

    static readonly FieldSet PeerFields = FieldSet.Closed(
        "a peer",
        "a peer without other fields would be empty, which is refused too",
        "podSelector",
        "namespaceSelector",
        "ipBlock");

    static readonly FieldSet BlockFields = FieldSet.Closed("an ipBlock", null, "cidr", "except");

    static readonly FieldSet PortFields = FieldSet.Closed(
        "a port", "the entry opens more ports", "protocol", "port", "endPort");

    public static NetworkPolicyResource? Read(ObjectValue root) => Read(root, SpecFields);

    /// <summary>The same with further fields in the spec, which are the caller's to read.</summary>
    public static NetworkPolicyResource? Read(ObjectValue root, FieldSet specFields)
    {
        root.ReportUnknown(RootFields);
        var meta = MetaReader.Read(root, isNamespaced: true);
        var spec = root.Object("spec", specFields);
        var policy = new NetworkPolicyResource(
            meta ?? Nameless(root),
            SelectorReader.Read(spec?["podSelector"]),
            ReadTypes(spec),
            ReadRules(spec, "ingress", "from", IngressFields),
            ReadRules(spec, "egress", "to", EgressFields),
            ReadPlaces(root, spec));
        return meta is null ? null : policy;
    }

    // Everything is read and checked even where the object has no name.
    static ObjectMeta Nameless(ObjectValue root) => new("", "", false, Model.LabelSet.Empty, [], root.Location);

    static SpecPlaces ReadPlaces(ObjectValue root, ObjectValue? spec)
    {
        return new SpecPlaces(Of("podSelector"), Of("policyTypes"), Of("ingress"), Of("egress"))
        {
            Spec = spec?.Location,
        };

        Place Of(string field) =>
            spec?.PlaceOf(field) ?? new Place(root.LocationOf("spec"), root.Path.Field("spec").Field(field));
    }

    static ImmutableArray<PolicyTypeSpec> ReadTypes(ObjectValue? spec)
    {
        var values = spec?.List("policyTypes") ?? [];
        var types = values.Select(value => new PolicyTypeSpec(value.AsString() ?? "", value.Place)).ToImmutableArray();
        if (types.Length > 2)
        {
            spec?.Report(
                DiagnosticCodes.ApiReject,
                $"{types.Length} policyTypes: there are at most two, Ingress and Egress.",
                "policyTypes");
            return types;
        }
        for (var i = 0; i < types.Length; i++)
        {
            if (types[i].Text is nameof(Direction.Ingress) or nameof(Direction.Egress)) continue;
            var near = NearestName.Find(types[i].Text, [nameof(Direction.Ingress), nameof(Direction.Egress)]);
            values[i].Report(
                DiagnosticCodes.ApiReject,
                $"`{types[i].Text}` is not a policy type: Ingress or "
                    + $"Egress{(near is null ? "" : $"; did you mean `{near}`?")}");
        }
        return types;
    }

    static ImmutableArray<RuleSpec> ReadRules(ObjectValue? spec, string field, string peersField, FieldSet fields) =>
        [.. (spec?.List(field) ?? []).Select(value => ReadRule(value, peersField, fields))];

    static RuleSpec ReadRule(Value value, string peersField, FieldSet fields)
    {
        var rule = value.AsObject(fields);
        return new RuleSpec(
            [.. (rule?.List(peersField) ?? []).Select(ReadPeer)],
            [.. (rule?.List("ports") ?? []).Select(ReadPort)],
            value.IsNull,
            value.Place);
    }

    static PeerSpec ReadPeer(Value value)
    {
        var peer = value.AsObject(PeerFields);
        var (pods, namespaces, block) = (peer?["podSelector"], peer?["namespaceSelector"], peer?["ipBlock"]);
        var read = new PeerSpec(SelectorReader.Read(pods), SelectorReader.Read(namespaces), ReadBlock(block), value.Place);
        var hasSelector = pods is { IsNull: false } || namespaces is { IsNull: false };
        var hasBlock = block is { IsNull: false };
        if (hasBlock && hasSelector)
        {
            value.Report(
                DiagnosticCodes.ApiReject,
                "a peer has either an ipBlock or selectors, not both: write two peers, which are alternatives.");
        }
        else if (!hasBlock && !hasSelector && (value.IsNull || peer is { HasRefusedField: false }))
        {
            var nullField = pods is not null ? "podSelector" : namespaces is not null ? "namespaceSelector" : null;
            if (nullField is not null)
            {
                value.Report(
                    DiagnosticCodes.NullPeer,
                    $"`{nullField}` is null, so the peer is empty and the API server refuses it: write `{nullField}: "
                        + $"{{}}` to select everything.");
            }
            else
            {
                value.Report(
                    DiagnosticCodes.ApiReject, "a peer must be named: podSelector, namespaceSelector or ipBlock.");
            }
        }
        return read;
    }

    static IpBlockSpec? ReadBlock(Value? value)
    {
        if (value?.AsObject(BlockFields) is not { } block) return null;
        var cidr = block["cidr"] is { IsNull: false } written
            ? CidrReader.Read(written)
            : new CidrSpec("", null, block.Place);
        if (cidr.Text.Length == 0 && (block["cidr"] is null or { IsNull: true } || block.String("cidr") is ""))
        {
            block.Report(DiagnosticCodes.ApiReject, "an ipBlock needs a cidr.", "cidr");
        }
        var excepts = block.List("except");
        return new IpBlockSpec(
            cidr,
            [.. excepts.Select(except => ReadExcept(except, cidr))],
            block.Place);
    }

    static CidrSpec ReadExcept(Value value, CidrSpec outer)
    {
        var except = CidrReader.Read(value);
        if (except.Text.Length == 0) value.Report(DiagnosticCodes.ApiReject, "an exception needs a CIDR.");
        if (except.Value is { } inner && outer.Value is { } block && (inner == block || !block.Contains(inner)))
        {
            value.Report(
                DiagnosticCodes.ApiReject,
                inner == block
                    ? $"the exception {inner} is the whole block."
                    : $"the exception {inner} does not lie inside {block}.");
        }
        return except;
    }

    static PortSpec ReadPort(Value value)
    {
        var port = value.AsObject(PortFields);
        var written = port?["port"]?.AsIntOrString();
        var end = port?["endPort"]?.AsInt32();
        var protocol = port?["protocol"]?.AsString();
        if (protocol is not (null or "TCP" or "UDP" or "SCTP"))
        {
            var near = protocol.ToUpperInvariant() is "TCP" or "UDP" or "SCTP"
                ? $"; write `{protocol.ToUpperInvariant()}`"
                : "";
            Report("protocol", $"`{protocol}` is not a protocol of NetworkPolicy: TCP, UDP or SCTP{near}.");
        }
        CheckNumbers(written, end, Report);
        return new PortSpec(protocol, written, end, value.Place);

        void Report(string field, string message) => value.Context.Report(
            DiagnosticCodes.ApiReject, message, port?.LocationOf(field) ?? value.Location, value.Path.Field(field));
    }

    static void CheckNumbers(IntOrString? port, int? end, Action<string, string> report)
    {
        if (port is { Text: { } name })
        {
            foreach (var fault in NameRules.PortNameFaults(name)) report("port", $"port name `{name}` is {fault}.");
        }
        if (port is { Number: { } number and (< 1 or > ushort.MaxValue) })
        {
            report("port", $"port {number} is not between 1 and 65535.");
        }
        if (end is not { } last) return;
        if (port is null) report("endPort", "endPort needs a port to start from.");
        else if (port.Text is not null) report("endPort", "endPort needs a numeric port: a name is one port.");
        else if (last < port.Number) report("endPort", $"endPort {last} is below port {port.Number}.");
        if (last is < 1 or > ushort.MaxValue && port is not { Text: not null })
        {
            report("endPort", $"endPort {last} is not between 1 and 65535.");
        }
    }
}
