using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Model;

namespace Merlon.Apis.CalicoV3;

/// <summary>Reads lists of address blocks.</summary>
static class NetReader
{
    const int MaxNets = 256;

    /// <summary>The blocks of a rule. A bare address counts, as it does in Calico's agent; linting tells of it.</summary>
    public static ImmutableArray<NetSpec> Read(ObjectValue? owner, string field)
    {
        if (owner is null) return [];
        var values = owner.List(field);
        if (values.Length > MaxNets)
        {
            owner.Report(DiagnosticCodes.ApiReject, $"`{field}` has {values.Length} blocks, and at most {MaxNets} are allowed.", field);
        }
        ReportRepeated(values);
        return [.. values.Select(ReadOne).OfType<NetSpec>()];
    }

    /// <summary>The blocks of a network set, where bare addresses and bits beyond the prefix are fine.</summary>
    public static ImmutableArray<Cidr> ReadSet(ObjectValue? owner, string field)
    {
        var values = owner?.List(field) ?? [];
        ReportRepeated(values);
        return [.. values.SelectMany(ReadOfSet).Distinct()];
    }

    static IEnumerable<Cidr> ReadOfSet(Value value)
    {
        var text = value.AsString() ?? "";
        var fault = CidrText.Read(text, out var cidr);
        if (fault == CidrFault.NoPrefix && IpAddress.TryParse(text, out var address)) yield return Cidr.Of(address);
        else if (fault is CidrFault.Syntax or CidrFault.NoPrefix) value.Report(DiagnosticCodes.CalicoReject, NoCidr(text));
        else yield return cidr;
    }

    static NetSpec? ReadOne(Value value)
    {
        var text = value.AsString() ?? "";
        switch (CidrText.Read(text, out var cidr))
        {
            case CidrFault.None:
                return new NetSpec(text, cidr, false, value.Place);
            case CidrFault.NoPrefix when IpAddress.TryParse(text, out var address):
                return new NetSpec(text, Cidr.Of(address), true, value.Place);
            case CidrFault.HostBits:
                value.Report(
                    DiagnosticCodes.CalicoReject, $"`{text}` has bits set beyond its prefix: write `{cidr}`.");
                return null;
            default:
                value.Report(DiagnosticCodes.CalicoReject, NoCidr(text));
                return null;
        }
    }

    static void ReportRepeated(ImmutableArray<Value> values)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            if (value.AsString() is { } text && !seen.Add(text))
            {
                value.Report(DiagnosticCodes.ApiReject, $"`{text}` stands twice, and each block may stand once.");
            }
        }
    }

    static string NoCidr(string text) => $"`{text}` is not a CIDR such as 10.9.8.0/24 or 2001:db8::/64.";
}
