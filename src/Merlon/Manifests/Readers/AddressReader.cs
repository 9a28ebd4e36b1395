using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Manifests.Readers;

/// <summary>Reads the addresses of a status.</summary>
static class AddressReader
{
    static readonly FieldSet AddressFields = FieldSet.Open("an address", "ip");

    /// <summary>The list field of <c>{ip: …}</c> objects, or where it is empty the single field.</summary>
    public static ImmutableArray<IpAddress> Read(ObjectValue? status, string listField, string singleField)
    {
        if (status is null) return [];
        var listed = status.List(listField)
            .Select(item => item.AsObject(AddressFields)?["ip"])
            .SelectMany(ReadOne)
            .Distinct()
            .ToImmutableArray();
        return listed.IsEmpty ? [.. ReadOne(status[singleField])] : listed;
    }

    /// <summary>The address that the value states; none where it is empty, <c>None</c> or not an address.</summary>
    public static IEnumerable<IpAddress> ReadOne(Value? value)
    {
        var text = value?.AsString();
        if (string.IsNullOrEmpty(text) || text == "None") yield break;
        if (IpAddress.TryParse(text, out var address)) yield return address;
        else value?.Report(DiagnosticCodes.ApiReject, $"`{text}` is not an IP address.");
    }
}
