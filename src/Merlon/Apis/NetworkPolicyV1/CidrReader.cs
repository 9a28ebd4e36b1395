using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Model;

namespace Merlon.Apis.NetworkPolicyV1;

/// <summary>Reads CIDRs as an API server of the version in the options does.</summary>
static class CidrReader
{
    /// <summary>
    /// The CIDR; without value where the text is none or is missing. Faults are reported at its place.
    /// </summary>
    public static CidrSpec Read(Value value)
    {
        var text = value.AsString() ?? "";
        if (text.Length == 0) return new CidrSpec(text, null, value.Place);
        var fault = CidrText.Read(text, out var cidr);
        switch (fault)
        {
            case CidrFault.None:
                break;
            case CidrFault.HostBits:
                ReportUnusual(
                    DiagnosticCodes.CidrHostBits, $"`{text}` has bits set beyond its prefix and means {cidr}.");
                break;
            case CidrFault.LeadingZeros:
                ReportUnusual(
                    DiagnosticCodes.CidrHostBits,
                    $"`{text}` has leading zeros, which some programs read as octal; here it means {cidr}.");
                break;
            case CidrFault.Mapped:
                ReportUnusual(DiagnosticCodes.CidrHostBits, $"`{text}` is an IPv4-mapped IPv6 block and means {cidr}.");
                break;
            case CidrFault.NoPrefix:
                value.Report(
                    DiagnosticCodes.ApiReject,
                    $"`{text}` is an address, not a CIDR: write "
                        + $"`{text}/{(text.Contains(':', StringComparison.Ordinal) ? 128 : 32)}` "
                        + "for this one address.");
                return new CidrSpec(text, null, value.Place);
            default:
                if (IsPlaceholder(text))
                {
                    value.Report(
                        DiagnosticCodes.CidrPlaceholder,
                        $"`{text}` is a placeholder: put a real CIDR here, for example 10.9.8.0/24.");
                }
                else
                {
                    value.Report(
                        DiagnosticCodes.ApiReject, $"`{text}` is not a CIDR such as 10.9.8.0/24 or 2001:db8::/64.");
                }
                return new CidrSpec(text, null, value.Place);
        }
        return new CidrSpec(text, cidr, value.Place);

        void ReportUnusual(DiagnosticCode code, string message)
        {
            var strict = value.Context.Options.ServerVersion.HasStrictCidrs;
            value.Context.Report(
                code,
                message + (strict ? $" API servers from 1.36 on refuse it." : ""),
                value.Location,
                value.Path,
                strict ? Severity.Error : null,
                Fix.Safe($"Write `{cidr}`", new Edit.SetValue(value.Location, InYaml($"{cidr}"))));
        }
    }

    static string InYaml(string cidr) => cidr.Contains(':', StringComparison.Ordinal) ? $"\"{cidr}\"" : cidr;

    // X.X.X.0/16, <node-cidr>, {{ .Values.cidr }}, YOUR_SUBNET
    static bool IsPlaceholder(string text) =>
        text.AsSpan().ContainsAny("<>{}$") || text.StartsWith("x.", StringComparison.OrdinalIgnoreCase)
        || text.Contains(".x", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("YOUR", StringComparison.OrdinalIgnoreCase);
}
