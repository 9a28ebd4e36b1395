using System.Globalization;
using Merlon.Model;

namespace Merlon.Questions;

/// <summary>
/// The port of a question: a number or a name, with or without protocol, or ICMP. At most one of
/// <see cref="Number"/> and <see cref="Name"/> is set; neither for ICMP.
/// </summary>
public sealed record PortQuestion
{
    PortQuestion(Protocol? protocol, ushort? number, string? name) =>
        (Protocol, Number, Name) = (protocol, number, name);

    /// <summary>
    /// The protocol; null where a name is asked for with any protocol. ICMP stands for both versions.
    /// </summary>
    public Protocol? Protocol { get; }

    public ushort? Number { get; }

    public string? Name { get; }

    public static PortQuestion Icmp { get; } = new(Model.Protocol.Icmp, null, null);

    public static PortQuestion Of(ushort number, Protocol protocol) => new(protocol, number, null);

    /// <summary>
    /// Reads <c>80</c> (TCP), <c>53/udp</c>, <c>http</c>, <c>dns/udp</c>, <c>icmp</c> or <c>-/icmp</c>, in any case.
    /// </summary>
    public static bool TryParse(string text, out PortQuestion? port, out string? error)
    {
        port = null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var number = slash < 0 ? text : text[..slash];
        Protocol? protocol = null;
        if (slash >= 0 && !TryProtocol(text[(slash + 1)..], out protocol, out error)) return false;
        if (slash < 0 && Model.Protocol.TryParse(text, out var alone) && alone.IsIcmp) protocol = alone;
        return TryCreate(number, protocol, out port, out error);
    }

    /// <summary>The same from a number or name and a protocol apart, as flow records have them.</summary>
    public static bool TryCreate(string number, Protocol? protocol, out PortQuestion? port, out string? error)
    {
        (port, error) = (null, null);
        if (protocol is { IsIcmp: true })
        {
            port = Icmp;
            return true;
        }
        if (ushort.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0)
        {
            port = new PortQuestion(protocol ?? Model.Protocol.Tcp, value, null);
            return true;
        }
        if (number.Length > 0 && number.Any(char.IsAsciiLetter)
            && number.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            port = new PortQuestion(protocol, null, number);
            return true;
        }
        error = $"`{number}` is not a port: give a number from 1 to 65535, a port name, or icmp";
        return false;
    }

    static bool TryProtocol(string text, out Protocol? protocol, out string? error)
    {
        (protocol, error) = (null, null);
        if (Model.Protocol.TryParse(text, out var known))
        {
            protocol = known;
            return true;
        }
        error = $"`{text}` is not a protocol: tcp, udp, sctp or icmp";
        return false;
    }

    /// <summary><c>80/TCP</c>, <c>http</c>, <c>dns/UDP</c> or <c>ICMP</c>.</summary>
    public override string ToString()
    {
        if (Number is null && Name is null) return "ICMP";
        var port = Name ?? Number.GetValueOrDefault().ToString(CultureInfo.InvariantCulture);
        return Protocol is null ? port : $"{port}/{Protocol}";
    }
}
