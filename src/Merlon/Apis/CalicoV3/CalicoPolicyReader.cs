using System.Collections.Immutable;
using Merlon.Apis.CalicoV3.Selectors;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Manifests.Readers;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV3;

/// <summary>
/// Reads NetworkPolicy and GlobalNetworkPolicy of Calico and their staged forms. What the schema of the CRDs refuses is
/// <c>API-REJECT</c>; what only Calico's own server and calicoctl refuse is <c>CAL-REJECT</c>.
/// </summary>
static class CalicoPolicyReader
{
    const int MaxRules = 1024;

    static readonly FieldSet RootFields = FieldSet.Closed("a Calico policy", null, "apiVersion", "kind", "metadata", "spec");

    static readonly string[] CommonFields =
    [
        "tier", "order", "selector", "serviceAccountSelector", "types", "ingress", "egress", "performanceHints",
    ];

    static readonly string[] GlobalOnlyFields = ["namespaceSelector", "applyOnForward", "preDNAT", "doNotTrack"];

    static readonly FieldSet NamespacedFields = FieldSet.Closed("the spec of a NetworkPolicy", null, CommonFields);

    static readonly FieldSet GlobalFields =
        FieldSet.Closed("the spec of a GlobalNetworkPolicy", null, [.. CommonFields, .. GlobalOnlyFields]);

    static readonly FieldSet StagedNamespacedFields =
        FieldSet.Closed("the spec of a StagedNetworkPolicy", null, [.. CommonFields, "stagedAction"]);

    static readonly FieldSet StagedGlobalFields = FieldSet.Closed(
        "the spec of a StagedGlobalNetworkPolicy", null, [.. CommonFields, .. GlobalOnlyFields, "stagedAction"]);

    public static CalicoPolicyResource? Read(ObjectValue root, ObjectType type)
    {
        root.ReportUnknown(RootFields);
        var isGlobal = type.Kind is CalicoPolicyResource.Global or CalicoPolicyResource.StagedGlobal;
        var isStaged = type.Kind is CalicoPolicyResource.StagedNamespaced or CalicoPolicyResource.StagedGlobal;
        var meta = MetaReader.Read(root, isNamespaced: !isGlobal);
        var spec = root.Object("spec", (isGlobal, isStaged) switch
        {
            (true, true) => StagedGlobalFields,
            (true, false) => GlobalFields,
            (false, true) => StagedNamespacedFields,
            _ => NamespacedFields,
        });
        if (meta is not null) CheckName(root, meta.Name);
        var read = ReadSpec(root, spec, isGlobal, isStaged, type.Group == CalicoApi.CrdGroup);
        if (spec is not null) CalicoPolicyChecks.Check(spec, read);
        return meta is null ? null : new CalicoPolicyResource(type.Kind, meta, read);
    }

    static CalicoPolicySpec ReadSpec(ObjectValue root, ObjectValue? spec, bool isGlobal, bool isStaged, bool anyCase)
    {
        var tier = spec?.String("tier");
        var readsDomains = root.Context.Options.CalicoEdition == CalicoEdition.Commercial;
        return new CalicoPolicySpec
        {
            Tier = string.IsNullOrEmpty(tier) ? Tier.DefaultName : tier,
            Order = spec?["order"]?.AsDouble(),
            Selector = SelectorText.Read(spec, "selector", SelectorScope.Things),
            NamespaceSelector = isGlobal ? SelectorText.Read(spec, "namespaceSelector", SelectorScope.Namespaces) : null,
            ServiceAccountSelector = SelectorText.Read(spec, "serviceAccountSelector", SelectorScope.ServiceAccounts),
            Types = ReadTypes(spec),
            Ingress = ReadRules(spec, "ingress", Direction.Ingress),
            Egress = ReadRules(spec, "egress", Direction.Egress),
            HostKind = isGlobal ? ReadHostKind(spec) : HostPolicyKind.Normal,
            Staged = isStaged ? StagedActionReader.Read(spec) : null,
            Place = spec?.Place ?? root.Place,
        };

        ImmutableArray<CalicoRuleSpec> ReadRules(ObjectValue? owner, string field, Direction direction)
        {
            var values = owner?.List(field) ?? [];
            if (values.Length > MaxRules)
            {
                owner!.Report(DiagnosticCodes.ApiReject, $"{values.Length} rules, and at most {MaxRules} are allowed.", field);
            }
            var reader = new CalicoRuleReader(direction, isGlobal, anyCase, readsDomains);
            return [.. values.Select(reader.Read)];
        }
    }

    static ImmutableArray<Direction> ReadTypes(ObjectValue? spec)
    {
        if (spec?["types"] is not { IsNull: false } written) return [];
        var values = written.AsList();
        if (values.IsEmpty) spec.Report(DiagnosticCodes.ApiReject, "`types` names at least one direction, or is left out.", "types");
        if (values.Length > 2) spec.Report(DiagnosticCodes.ApiReject, "`types` has at most two entries.", "types");
        var types = ImmutableArray.CreateBuilder<Direction>();
        foreach (var value in values)
        {
            switch (value.AsString())
            {
                case nameof(Direction.Ingress): Add(value, Direction.Ingress); break;
                case nameof(Direction.Egress): Add(value, Direction.Egress); break;
                case var other: value.Report(DiagnosticCodes.ApiReject, $"`{other}` is not a direction: Ingress or Egress."); break;
            }
        }
        return types.ToImmutable();

        void Add(Value value, Direction direction)
        {
            if (types.Contains(direction)) value.Report(DiagnosticCodes.ApiReject, $"`{direction}` stands twice.");
            else types.Add(direction);
        }
    }

    static HostPolicyKind ReadHostKind(ObjectValue? spec)
    {
        var (isUntracked, isPreDnat) = (spec?.Boolean("doNotTrack") ?? false, spec?.Boolean("preDNAT") ?? false);
        return isUntracked ? HostPolicyKind.Untracked
            : isPreDnat ? HostPolicyKind.PreDnat
            : spec?.Boolean("applyOnForward") == true ? HostPolicyKind.Forward
            : HostPolicyKind.Normal;
    }

    // Two labels: a policy of a tier was once named after it.
    static void CheckName(ObjectValue root, string name)
    {
        var inner = name.StartsWith("knp.default.", StringComparison.Ordinal) || name.StartsWith("ossg.default.", StringComparison.Ordinal)
            ? name[(name.IndexOf(".default.", StringComparison.Ordinal) + ".default.".Length)..]
            : name;
        if (inner.Split('.') is { Length: <= 2 } parts && parts.All(part => NameRules.LabelFault(part) is null)) return;
        if (NameRules.SubdomainFault(name) is not null) return;
        root.Context.Report(
            DiagnosticCodes.CalicoReject,
            $"the name `{name}` is not one or two labels of at most 63 characters.",
            root.LocationOf("metadata"),
            root.Path.Field("metadata").Field("name"));
    }
}
