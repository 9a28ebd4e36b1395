using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Manifests.Readers;
using Merlon.Policies;

namespace Merlon.Apis.CalicoV3;

/// <summary>Reads Tiers.</summary>
static class TierReader
{
    static readonly FieldSet RootFields = FieldSet.Closed("a Tier", null, "apiVersion", "kind", "metadata", "spec");

    static readonly FieldSet SpecFields = FieldSet.Closed("the spec of a Tier", null, "order", "defaultAction");

    /// <summary>
    /// An order that is missing is filled in by Calico's server and calicoctl; in a bare CRD nobody does, and the tier is
    /// last.
    /// </summary>
    public static TierResource? Read(ObjectValue root, ObjectType type)
    {
        root.ReportUnknown(RootFields);
        var meta = MetaReader.Read(root, isNamespaced: false);
        var spec = root.Object("spec", SpecFields);
        var action = spec?.String("defaultAction");
        if (action is not (null or "" or nameof(TierDefault.Deny) or nameof(TierDefault.Pass)))
        {
            spec!.Report(DiagnosticCodes.ApiReject, $"`{action}` is not what a tier does by default: Deny or Pass.", "defaultAction");
        }
        if (meta is null) return null;
        if (NameRules.LabelFault(meta.Name) is { } fault)
        {
            root.Report(DiagnosticCodes.CalicoReject, $"the name `{meta.Name}` is {fault}.", "metadata");
        }
        var order = spec?["order"]?.AsDouble()
            ?? (type.Group == CalicoApi.CrdGroup ? double.PositiveInfinity : BuiltInTiers.UnstatedOrder);
        var tier = new TierResource(
            meta, order, action == nameof(TierDefault.Pass) ? TierDefault.Pass : TierDefault.Deny);
        if (BuiltInTiers.Find(meta.Name) is { } fixedTier && (fixedTier.Order, fixedTier.DefaultAction) != (tier.Order, tier.DefaultAction))
        {
            root.Report(
                DiagnosticCodes.ApiReject,
                $"the tier `{meta.Name}` always has order {fixedTier.Order} and defaultAction {fixedTier.DefaultAction}.",
                "spec");
        }
        return tier;
    }
}
