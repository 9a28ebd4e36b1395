using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Apis.CalicoV3;

/// <summary>Reads the rules of one direction of a policy, or of a profile.</summary>
sealed class CalicoRuleReader(Direction direction, bool isGlobal, bool anyCase, bool readsDomains)
{
    static readonly FieldSet Fields = FieldSet.Closed(
        "a rule", "the rule loses this condition and matches more", "action", "ipVersion", "protocol", "notProtocol",
        "icmp", "notICMP", "source", "destination", "http", "metadata");

    static readonly FieldSet IcmpFields = FieldSet.Closed("icmp", "the rule matches more messages", "type", "code");

    static readonly FieldSet MetadataFields = FieldSet.Closed("a rule's metadata", null, "annotations");

    readonly EntityReader _entities = new(isGlobal, readsDomains);

    public CalicoRuleSpec Read(Value value)
    {
        var rule = value.AsObject(Fields);
        _ = rule?.Object("metadata", MetadataFields)?["annotations"]?.AsStringMap();
        var spec = new CalicoRuleSpec
        {
            Action = ReadAction(rule, value),
            IpVersion = ReadVersion(rule),
            Protocol = CalicoProtocols.Read(rule, "protocol", anyCase),
            NotProtocol = CalicoProtocols.Read(rule, "notProtocol", anyCase),
            Icmp = ReadIcmp(rule, "icmp"),
            NotIcmp = ReadIcmp(rule, "notICMP"),
            Source = _entities.Read(rule, "source", direction == Direction.Ingress, value.Place),
            Destination = _entities.Read(rule, "destination", direction == Direction.Egress, value.Place),
            Http = HttpText.Read(rule),
            Place = value.Place,
        };
        if (rule is not null) CalicoRuleChecks.Check(rule, spec, direction);
        return spec;
    }

    static RuleAction ReadAction(ObjectValue? rule, Value value)
    {
        var text = rule?.String("action");
        if (Enum.TryParse<RuleAction>(text, ignoreCase: true, out var action) && Enum.GetName(action) is { } name
            && name.Equals(text, StringComparison.OrdinalIgnoreCase))
        {
            if (name != text) Report(DiagnosticCodes.CalicoCase, $"Calico v3 spells the action `{name}`, not `{text}`.");
            return action;
        }
        Report(
            DiagnosticCodes.ApiReject,
            string.IsNullOrEmpty(text)
                ? "a rule needs an action: Allow, Deny, Log or Pass."
                : $"`{text}` is not an action: Allow, Deny, Log or Pass.");
        return RuleAction.Deny;

        void Report(DiagnosticCode code, string message) => value.Context.Report(
            code, message, rule?.LocationOf("action") ?? value.Location, value.Path.Field("action"));
    }

    static IpFamily? ReadVersion(ObjectValue? rule)
    {
        switch (rule?.Int32("ipVersion"))
        {
            case null: return null;
            case 4: return IpFamily.IPv4;
            case 6: return IpFamily.IPv6;
            case var other:
                rule.Report(DiagnosticCodes.ApiReject, $"there is no IP version {other}: 4 or 6.", "ipVersion");
                return null;
        }
    }

    static IcmpSpec? ReadIcmp(ObjectValue? rule, string field)
    {
        if (rule?.Object(field, IcmpFields) is not { } icmp) return null;
        var (type, code) = (icmp.Int32("type"), icmp.Int32("code"));
        if (code is not null && type is null) icmp.Report(DiagnosticCodes.ApiReject, "an ICMP code needs a type.");
        return new IcmpSpec(Within(type, "type", 254), Within(code, "code", 255), icmp.Place);

        byte? Within(int? number, string name, int most)
        {
            if (number is not { } given || (given >= 0 && given <= most)) return (byte?)number;
            icmp.Report(DiagnosticCodes.ApiReject, $"ICMP {name} {given} is not between 0 and {most}.", name);
            return null;
        }
    }
}
