using System.Collections.Immutable;
using Merlon.Apis.CalicoV3;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Apis.CalicoV1;

/// <summary>Reads rules of v1: actions in lower case, single blocks beside lists, bare addresses, tags.</summary>
static class V1RuleReader
{
    static readonly FieldSet Fields = FieldSet.Closed(
        "a v1 rule", "the rule loses this condition and matches more", "action", "protocol", "notProtocol", "icmp", "notICMP",
        "ipVersion", "source", "destination");

    static readonly FieldSet EntityFields = FieldSet.Closed(
        "a source or destination of v1", "the rule loses this condition and matches more", "net", "nets", "notNet", "notNets",
        "selector", "notSelector", "tag", "notTag", "ports", "notPorts");

    static readonly FieldSet IcmpFields = FieldSet.Closed("icmp", "the rule matches more messages", "type", "code");

    public static CalicoRuleSpec Read(Value value)
    {
        var rule = value.AsObject(Fields);
        return new CalicoRuleSpec
        {
            Action = ReadAction(rule, value),
            IpVersion = rule?.Int32("ipVersion") switch { 4 => IpFamily.IPv4, 6 => IpFamily.IPv6, _ => null },
            Protocol = CalicoProtocols.Read(rule, "protocol", anyCase: true),
            NotProtocol = CalicoProtocols.Read(rule, "notProtocol", anyCase: true),
            Icmp = ReadIcmp(rule, "icmp"),
            NotIcmp = ReadIcmp(rule, "notICMP"),
            Source = ReadEntity(rule, "source", value.Place),
            Destination = ReadEntity(rule, "destination", value.Place),
            Http = null,
            Place = value.Place,
        };
    }

    static RuleAction ReadAction(ObjectValue? rule, Value value)
    {
        switch (rule?.String("action"))
        {
            case "allow": return RuleAction.Allow;
            case "deny": return RuleAction.Deny;
            case "log": return RuleAction.Log;
            case "pass": return RuleAction.Pass;
            case var other:
                value.Context.Report(
                    DiagnosticCodes.ApiReject,
                    string.IsNullOrEmpty(other)
                        ? "a rule needs an action: allow, deny, log or pass."
                        : $"`{other}` is not an action of v1: allow, deny, log or pass.",
                    rule?.LocationOf("action") ?? value.Location,
                    value.Path.Field("action"));
                return RuleAction.Deny;
        }
    }

    static EntitySpec ReadEntity(ObjectValue? rule, string field, Place place)
    {
        var entity = rule?.Object(field, EntityFields);
        return new EntitySpec
        {
            Nets = ReadNets(entity, "nets", "net"),
            NotNets = ReadNets(entity, "notNets", "notNet"),
            Selector = V1Selectors.Read(entity, "selector", "tag"),
            NotSelector = V1Selectors.Read(entity, "notSelector", "notTag"),
            NamespaceSelector = null,
            ServiceAccounts = null,
            Service = null,
            Ports = CalicoPortReader.Read(entity, "ports"),
            NotPorts = CalicoPortReader.Read(entity, "notPorts"),
            Domains = [],
            Place = entity?.Place ?? place,
        };
    }

    // The single block comes behind those of the list.
    static ImmutableArray<NetSpec> ReadNets(ObjectValue? entity, string listField, string singleField)
    {
        if (entity is null) return [];
        var values = entity.List(listField).ToList();
        if (entity[singleField] is { IsNull: false } single) values.Add(single);
        return [.. values.Select(ReadNet).OfType<NetSpec>()];
    }

    static NetSpec? ReadNet(Value value)
    {
        var text = value.AsString() ?? "";
        var fault = CidrText.Read(text, out var cidr);
        if (fault == CidrFault.NoPrefix && IpAddress.TryParse(text, out var address))
        {
            return new NetSpec(text, Cidr.Of(address), true, value.Place);
        }
        if (fault is not (CidrFault.Syntax or CidrFault.NoPrefix)) return new NetSpec(text, cidr, false, value.Place);
        value.Report(DiagnosticCodes.ApiReject, $"`{text}` is neither an address nor a block of addresses.");
        return null;
    }

    static IcmpSpec? ReadIcmp(ObjectValue? rule, string field)
    {
        if (rule?.Object(field, IcmpFields) is not { } icmp) return null;
        return new IcmpSpec(Byte(icmp.Int32("type")), Byte(icmp.Int32("code")), icmp.Place);

        static byte? Byte(int? number) => number is >= 0 and <= byte.MaxValue ? (byte)number : null;
    }
}
