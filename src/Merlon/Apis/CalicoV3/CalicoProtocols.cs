using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Model;

namespace Merlon.Apis.CalicoV3;

/// <summary>Reads protocols: by name or number.</summary>
static class CalicoProtocols
{
    static readonly Protocol UdpLite = new(136);

    static readonly string[] Names = ["TCP", "UDP", "ICMP", "ICMPv6", "SCTP", "UDPLite"];

    /// <param name="owner">The object that has the field.</param>
    /// <param name="field">The field.</param>
    /// <param name="anyCase">Whether a name counts in any case, as where no validator of Calico's looks at it.</param>
    public static CalicoProtocol? Read(ObjectValue? owner, string field, bool anyCase)
    {
        if (owner?[field] is not { } value || value.AsIntOrString() is not { } written) return null;
        if (written.Number is { } number)
        {
            if (number is >= 1 and <= byte.MaxValue) return new CalicoProtocol(new Protocol((byte)number), false, value.Place);
            value.Report(DiagnosticCodes.CalicoReject, $"protocol {number} is not between 1 and 255.");
            return null;
        }
        var text = written.Text!;
        var name = Names.FirstOrDefault(known => known.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (name is not null && (anyCase || name == text)) return new CalicoProtocol(Of(name), true, value.Place);
        value.Report(
            DiagnosticCodes.CalicoReject,
            name is not null
                ? $"Calico spells the protocol `{name}`, not `{text}`."
                : $"`{text}` is not a protocol of Calico: {string.Join(", ", Names)}, or a number from 1 to 255.");
        return null;
    }

    static Protocol Of(string name) => Protocol.TryParse(name, out var protocol) ? protocol : UdpLite;
}
