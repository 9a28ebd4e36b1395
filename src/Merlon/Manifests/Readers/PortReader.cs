using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Manifests.Readers;

/// <summary>Reads the protocol and the numbers of ports.</summary>
static class PortReader
{
    /// <summary>
    /// The protocol; TCP where none is written or it is not one that carries ports, which is reported.
    /// </summary>
    public static Protocol Protocol(ObjectValue port)
    {
        var text = port.String("protocol");
        if (text is null or "") return Model.Protocol.Tcp;
        if (text is "TCP" or "UDP" or "SCTP" && Model.Protocol.TryParse(text, out var protocol)) return protocol;
        port.Report(DiagnosticCodes.ApiReject, $"`{text}` is not TCP, UDP or SCTP.", "protocol");
        return Model.Protocol.Tcp;
    }

    /// <summary>The number from 1 to 65535; null where none is written or it is outside, which is reported.</summary>
    public static ushort? Number(ObjectValue port, string field)
    {
        var number = port.Int32(field);
        if (number is null or 0 && field == "nodePort") return null;
        if (number is > 0 and <= ushort.MaxValue) return (ushort)number;
        if (number is not null)
        {
            port.Report(DiagnosticCodes.ApiReject, $"port {number} is not between 1 and 65535.", field);
        }
        return null;
    }
}
