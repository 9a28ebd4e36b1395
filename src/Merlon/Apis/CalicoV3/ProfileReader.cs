using System.Collections.Immutable;
using Merlon.Manifests;
using Merlon.Manifests.Readers;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV3;

/// <summary>Reads Profiles.</summary>
static class ProfileReader
{
    static readonly FieldSet RootFields = FieldSet.Closed("a Profile", null, "apiVersion", "kind", "metadata", "spec");

    static readonly FieldSet SpecFields = FieldSet.Closed("the spec of a Profile", null, "ingress", "egress", "labelsToApply");

    public static ProfileResource? Read(ObjectValue root, ObjectType type)
    {
        root.ReportUnknown(RootFields);
        var meta = MetaReader.Read(root, isNamespaced: false);
        var spec = root.Object("spec", SpecFields);
        var labels = spec is null ? [] : spec["labelsToApply"]?.AsStringMap() ?? [];
        return meta is null
            ? null
            : new CalicoProfileResource(
                meta, LabelSet.From(labels), ReadRules("ingress", Direction.Ingress), ReadRules("egress", Direction.Egress));

        ImmutableArray<CalicoRuleSpec> ReadRules(string field, Direction direction)
        {
            var reader = new CalicoRuleReader(direction, isGlobal: true, type.Group == CalicoApi.CrdGroup, readsDomains: false);
            return [.. (spec?.List(field) ?? []).Select(reader.Read)];
        }
    }
}
