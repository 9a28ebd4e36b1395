using System.Collections.Immutable;
using Merlon.Apis.CalicoV3;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Manifests.Readers;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV1;

/// <summary>Reads host endpoints and profiles of v1 into those of v3.</summary>
static class V1HostReader
{
    const string NamespaceProfile = "k8s_ns.";

    static readonly FieldSet RootFields = FieldSet.Closed("a Calico v1 object", null, "apiVersion", "kind", "metadata", "spec");

    static readonly FieldSet HostMetaFields =
        FieldSet.Closed("metadata of a v1 hostEndpoint", null, "name", "node", "labels", "annotations");

    static readonly FieldSet HostFields =
        FieldSet.Closed("the spec of a v1 hostEndpoint", null, "interfaceName", "expectedIPs", "profiles", "ports");

    static readonly FieldSet ProfileMetaFields =
        FieldSet.Closed("metadata of a v1 profile", null, "name", "tags", "labels", "annotations");

    static readonly FieldSet ProfileFields = FieldSet.Closed("the spec of a v1 profile", null, "ingress", "egress");

    public static HostEndpointResource? ReadHost(ObjectValue root)
    {
        root.ReportUnknown(RootFields);
        var metadata = root.Object("metadata", HostMetaFields);
        var node = metadata?.String("node") ?? "";
        var name = NameOf(root, metadata);
        if (node.Length == 0) root.Report(DiagnosticCodes.ApiReject, "a hostEndpoint needs the name of its node.", "metadata");
        var spec = HostEndpointReader.ReadSpec(root, root.Object("spec", HostFields), node);
        return name is null
            ? null
            : spec with
            {
                Meta = Meta(root, $"{V1Names.Convert(node)}.{V1Names.Convert(name)}", Labels(metadata)),
                // Those of version 4 come first.
                ExpectedIPs = [.. spec.ExpectedIPs.OrderBy(address => address.Family)],
                Profiles = [.. spec.Profiles.Select(ProfileName)],
            };
    }

    public static ProfileResource? ReadProfile(ObjectValue root)
    {
        root.ReportUnknown(RootFields);
        var metadata = root.Object("metadata", ProfileMetaFields);
        var name = NameOf(root, metadata);
        var spec = root.Object("spec", ProfileFields);
        var labels = Labels(metadata).ToList();
        foreach (var tag in metadata?.List("tags") ?? [])
        {
            if (tag.AsString() is not { Length: > 0 } text) continue;
            if (labels.Any(label => label.Key == text)) tag.Report(DiagnosticCodes.ApiReject, $"the tag `{text}` is also a label.");
            else labels.Add(KeyValuePair.Create(text, ""));
        }
        ImmutableArray<CalicoRuleSpec> ingress = [.. (spec?.List("ingress") ?? []).Select(V1RuleReader.Read)];
        ImmutableArray<CalicoRuleSpec> egress = [.. (spec?.List("egress") ?? []).Select(V1RuleReader.Read)];
        return name is null
            ? null
            : new CalicoProfileResource(Meta(root, ProfileName(name), LabelSet.Empty), LabelSet.From(labels), ingress, egress);
    }

    static string ProfileName(string name) => name.StartsWith(NamespaceProfile, StringComparison.Ordinal)
        ? $"kns.{name[NamespaceProfile.Length..]}"
        : V1Names.Convert(name);

    static LabelSet Labels(ObjectValue? metadata) => metadata is null ? LabelSet.Empty : MetaReader.ReadLabels(metadata);

    static string? NameOf(ObjectValue root, ObjectValue? metadata)
    {
        var name = metadata?.String("name");
        if (string.IsNullOrEmpty(name))
        {
            root.Report(DiagnosticCodes.ApiReject, "the object has no name: calicoctl refuses it.", "metadata");
            return null;
        }
        root.Context.Object += $" {name}";
        return name;
    }

    static ObjectMeta Meta(ObjectValue root, string name, LabelSet labels) => new(name, "", false, labels, [], root.Location);
}
