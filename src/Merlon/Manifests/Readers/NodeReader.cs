using Merlon.Resources;

namespace Merlon.Manifests.Readers;

/// <summary>Reads Nodes.</summary>
static class NodeReader
{
    static readonly FieldSet StatusFields = FieldSet.Open("a node status", "addresses");

    static readonly FieldSet AddressFields = FieldSet.Closed("a node address", null, "type", "address");

    public static NodeResource? Read(ObjectValue root)
    {
        var meta = MetaReader.Read(root, isNamespaced: false);
        var addresses = root.Object("status", StatusFields)?.List("addresses") ?? [];
        if (meta is null) return null;
        return new NodeResource(
            meta,
            [
                .. addresses
                    .Select(item => item.AsObject(AddressFields))
                    .Where(address => address?.String("type") is "InternalIP" or "ExternalIP")
                    .SelectMany(address => AddressReader.ReadOne(address?["address"]))
                    .Distinct(),
            ]);
    }
}
