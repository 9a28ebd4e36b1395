using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Manifests.Readers;

/// <summary>Reads Nodes.</summary>
static class NodeReader
{
    static readonly FieldSet SpecFields = FieldSet.Open("a node spec", "podCIDR", "podCIDRs");

    static readonly FieldSet StatusFields = FieldSet.Open("a node status", "addresses");

    static readonly FieldSet AddressFields = FieldSet.Closed("a node address", null, "type", "address");

    public static NodeResource? Read(ObjectValue root)
    {
        var meta = MetaReader.Read(root, isNamespaced: false);
        var addresses = root.Object("status", StatusFields)?.List("addresses") ?? [];
        var ranges = ReadRanges(root.Object("spec", SpecFields));
        if (meta is null) return null;
        return new NodeResource(
            meta,
            [
                .. addresses
                    .Select(item => item.AsObject(AddressFields))
                    .Where(address => address?.String("type") is "InternalIP" or "ExternalIP")
                    .OrderBy(address => address?.String("type") == "InternalIP" ? 0 : 1)
                    .SelectMany(address => AddressReader.ReadOne(address?["address"]))
                    .Distinct(),
            ],
            ranges);
    }

    static ImmutableArray<Cidr> ReadRanges(ObjectValue? spec)
    {
        if (spec is null) return [];
        var listed = spec.List("podCIDRs").SelectMany(item => ReadRange(item)).Distinct().ToImmutableArray();
        return listed.IsEmpty ? [.. ReadRange(spec["podCIDR"])] : listed;
    }

    static IEnumerable<Cidr> ReadRange(Value? value)
    {
        var text = value?.AsString();
        if (string.IsNullOrEmpty(text)) yield break;
        if (Cidr.TryParse(text, out var range)) yield return range;
        else value?.Report(DiagnosticCodes.ApiReject, $"`{text}` is not a CIDR.");
    }
}
