using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Apis.CalicoV3;

/// <summary>Writes policies as manifests of <c>projectcalico.org/v3</c>.</summary>
static class CalicoYaml
{
    public static string Write(CalicoPolicyResource policy)
    {
        var text = new StringBuilder();
        Line(text, $"apiVersion: {CalicoApi.Group}/v3");
        Line(text, $"kind: {policy.WrittenKind}");
        Line(text, "metadata:");
        Line(text, $"  name: {Quote(policy.Meta.Name)}");
        if (!policy.IsGlobal) Line(text, $"  namespace: {Quote(policy.Meta.Namespace)}");
        Line(text, "spec:");
        var spec = policy.Spec;
        if (spec.Tier != Tier.DefaultName) Line(text, $"  tier: {Quote(spec.Tier)}");
        if (spec.Order is { } order) Line(text, $"  order: {order.ToString(CultureInfo.InvariantCulture)}");
        WriteSelector(text, "  ", "selector", spec.Selector);
        WriteSelector(text, "  ", "namespaceSelector", spec.NamespaceSelector);
        WriteSelector(text, "  ", "serviceAccountSelector", spec.ServiceAccountSelector);
        var types = new[] { Direction.Ingress, Direction.Egress }.Where(spec.Governs);
        Line(text, $"  types: [{string.Join(", ", types)}]");
        if (spec.HostKind != HostPolicyKind.Normal) Line(text, "  applyOnForward: true");
        if (spec.HostKind == HostPolicyKind.PreDnat) Line(text, "  preDNAT: true");
        if (spec.HostKind == HostPolicyKind.Untracked) Line(text, "  doNotTrack: true");
        WriteRules(text, "ingress", spec.Ingress);
        WriteRules(text, "egress", spec.Egress);
        return text.ToString();
    }

    static void WriteRules(StringBuilder text, string field, ImmutableArray<CalicoRuleSpec> rules)
    {
        if (rules.IsEmpty) return;
        Line(text, $"  {field}:");
        foreach (var rule in rules)
        {
            Line(text, $"  - action: {rule.Action}");
            if (rule.IpVersion is { } version) Line(text, $"    ipVersion: {(version == IpFamily.IPv4 ? 4 : 6)}");
            if (rule.Protocol is { } protocol) Line(text, $"    protocol: {Word(protocol)}");
            if (rule.NotProtocol is { } other) Line(text, $"    notProtocol: {Word(other)}");
            if (rule.Icmp is { } icmp) Line(text, $"    icmp: {Word(icmp)}");
            if (rule.NotIcmp is { } notIcmp) Line(text, $"    notICMP: {Word(notIcmp)}");
            WriteEntity(text, "source", rule.Source);
            WriteEntity(text, "destination", rule.Destination);
        }
    }

    static void WriteEntity(StringBuilder text, string field, EntitySpec entity)
    {
        var inner = new StringBuilder();
        WriteList(inner, "nets", entity.Nets.Select(net => $"{net.Value}").Distinct(StringComparer.Ordinal));
        WriteList(inner, "notNets", entity.NotNets.Select(net => $"{net.Value}").Distinct(StringComparer.Ordinal));
        WriteSelector(inner, "      ", "selector", entity.Selector);
        WriteSelector(inner, "      ", "notSelector", entity.NotSelector);
        WriteSelector(inner, "      ", "namespaceSelector", entity.NamespaceSelector);
        WriteList(inner, "ports", entity.Ports.Select(Word));
        WriteList(inner, "notPorts", entity.NotPorts.Select(Word));
        if (inner.Length == 0) return;
        Line(text, $"    {field}:");
        text.Append(inner);
    }

    static void WriteSelector(StringBuilder text, string indent, string field, SelectorSpec? selector)
    {
        if (selector is not null) Line(text, $"{indent}{field}: {Quote(selector.Text)}");
    }

    static void WriteList(StringBuilder text, string field, IEnumerable<string> items)
    {
        var all = items.Select(Quote).ToList();
        if (all.Count > 0) Line(text, $"      {field}: [{string.Join(", ", all)}]");
    }

    static string Word(CalicoProtocol protocol) => protocol.IsName && protocol.Value != new Protocol(136)
        ? $"{protocol.Value}"
        : protocol.IsName ? "UDPLite" : protocol.Value.Number.ToString(CultureInfo.InvariantCulture);

    static string Word(IcmpSpec icmp) => (icmp.Type, icmp.Code) switch
    {
        ({ } type, { } code) => $"{{type: {type}, code: {code}}}",
        ({ } type, null) => $"{{type: {type}}}",
        _ => "{}",
    };

    static string Word(CalicoPortSpec port) => port.Range is { } range
        ? range.First == range.Last
            ? range.First.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{range.First}:{range.Last}")
        : port.Name!;

    // A number stands alone; a text that YAML could read otherwise stands in quotes.
    static string Quote(string text)
    {
        if (text.Length > 0 && text.All(char.IsAsciiDigit) && text.Length <= 5) return text;
        var isPlain = text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '/')
            && !ManifestText.NeedsQuotes(text);
        if (isPlain) return text;
        return text.Contains('\'', StringComparison.Ordinal)
            ? $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : $"'{text}'";
    }

    static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
