using System.Collections.Immutable;
using Merlon.Apis.CalicoV3;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV1;

/// <summary>Reads policies and tiers of v1 into those of v3.</summary>
static class V1PolicyReader
{
    static readonly FieldSet RootFields = FieldSet.Closed("a Calico v1 object", null, "apiVersion", "kind", "metadata", "spec");

    static readonly FieldSet MetaFields = FieldSet.Closed("metadata of Calico v1", null, "name", "tier", "annotations");

    static readonly FieldSet TierFields = FieldSet.Closed("the spec of a v1 tier", null, "order");

    static readonly FieldSet SpecFields = FieldSet.Closed(
        "the spec of a v1 policy", null, "order", "selector", "types", "ingress", "egress", "doNotTrack", "preDNAT",
        "applyOnForward");

    public static TierResource? ReadTier(ObjectValue root)
    {
        root.ReportUnknown(RootFields);
        var meta = ReadMeta(root);
        var order = root.Object("spec", TierFields)?["order"]?.AsDouble();
        return meta is null ? null : new TierResource(meta, order ?? double.PositiveInfinity, TierDefault.Deny);
    }

    public static CalicoPolicyResource? Read(ObjectValue root)
    {
        root.ReportUnknown(RootFields);
        var meta = ReadMeta(root);
        var spec = root.Object("spec", SpecFields);
        var isUntracked = spec?.Boolean("doNotTrack") ?? false;
        var isPreDnat = spec?.Boolean("preDNAT") ?? false;
        var read = new CalicoPolicySpec
        {
            // Whatever tier a policy names, the conversion puts it in the default one.
            Tier = Tier.DefaultName,
            Order = spec?["order"]?.AsDouble(),
            Selector = V1Selectors.Read(spec, "selector"),
            NamespaceSelector = null,
            ServiceAccountSelector = null,
            Types = [.. (spec?.List("types") ?? []).Select(ReadType).OfType<Direction>().Distinct()],
            Ingress = [.. (spec?.List("ingress") ?? []).Select(V1RuleReader.Read)],
            Egress = [.. (spec?.List("egress") ?? []).Select(V1RuleReader.Read)],
            HostKind = isUntracked ? HostPolicyKind.Untracked
                : isPreDnat ? HostPolicyKind.PreDnat
                : spec?.Boolean("applyOnForward") == true ? HostPolicyKind.Forward
                : HostPolicyKind.Normal,
            Staged = null,
            Place = spec?.Place ?? root.Place,
        };
        return meta is null ? null : new CalicoPolicyResource(CalicoPolicyResource.Global, meta, read) { IsV1 = true };
    }

    static ObjectMeta? ReadMeta(ObjectValue root)
    {
        var metadata = root.Object("metadata", MetaFields);
        var name = metadata?.String("name");
        _ = metadata?["annotations"]?.AsStringMap();
        if (string.IsNullOrEmpty(name))
        {
            root.Report(DiagnosticCodes.ApiReject, "the object has no name: calicoctl refuses it.", "metadata");
            return null;
        }
        root.Context.Object += $" {name}";
        if (V1Names.FaultOf(name) is { } fault) metadata!.Report(DiagnosticCodes.ApiReject, $"name `{name}` is {fault}.", "name");
        return new ObjectMeta(V1Names.Convert(name), "", false, LabelSet.Empty, [], root.Location);
    }

    static Direction? ReadType(Value value)
    {
        switch (value.AsString())
        {
            case "ingress": return Direction.Ingress;
            case "egress": return Direction.Egress;
            case var other:
                value.Report(DiagnosticCodes.ApiReject, $"`{other}` is not a direction of v1: ingress or egress.");
                return null;
        }
    }
}
