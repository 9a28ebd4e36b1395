using Merlon.Manifests;
using Merlon.Manifests.Readers;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV3;

/// <summary>Reads NetworkSets and GlobalNetworkSets.</summary>
static class NetworkSetReader
{
    public const string Namespaced = "NetworkSet";
    public const string Global = "GlobalNetworkSet";

    static readonly FieldSet RootFields = FieldSet.Closed("a network set", null, "apiVersion", "kind", "metadata", "spec");

    static readonly FieldSet SpecFields = FieldSet.Closed("the spec of a network set", null, "nets");

    public static bool Reads(ObjectType type) => CalicoApi.IsOwn(type) && type.Kind is (Namespaced or Global);

    public static NetworkSetResource? Read(ObjectValue root, string kind)
    {
        root.ReportUnknown(RootFields);
        var meta = MetaReader.Read(root, isNamespaced: kind == Namespaced);
        var nets = NetReader.ReadSet(root.Object("spec", SpecFields), "nets");
        return meta is null ? null : new NetworkSetResource(kind, meta, nets);
    }
}
