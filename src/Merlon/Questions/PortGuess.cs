using Merlon.Model;

namespace Merlon.Questions;

/// <summary>Finds the port of a question that names none: the only one that the destination has.</summary>
public static class PortGuess
{
    /// <summary>The port, or null and what a person should be told.</summary>
    public static PortQuestion? For(Target to, out string? error)
    {
        var ports = PortsOf(to).Distinct().Order().ToList();
        error = ports.Count switch
        {
            1 => null,
            0 => $"which port? Nothing is known of the ports of {to}: ask with --port, for example --port 80/tcp",
            _ =>
                $"which port? {to} has {string.Join(", ", ports.Select(port => $"{port.Port}/{port.Protocol}"))}: "
                    + "ask with --port",
        };
        return ports is [var (protocol, number)] ? PortQuestion.Of(number, protocol) : null;
    }

    /// <summary>
    /// Takes a port off the end of a name: <c>node/n1:9001</c>, <c>svc/web:http</c>, <c>[fd00::1]:80/tcp</c>.
    /// </summary>
    public static (string Name, string? Port) Split(string text)
    {
        if (IpAddress.TryParse(text, out _) || CidrText.Read(text, out _) != CidrFault.Syntax) return (text, null);
        if (text.StartsWith('[') && text.IndexOf(']', StringComparison.Ordinal) is > 0 and var close)
        {
            var rest = text[(close + 1)..];
            return (text[1..close], rest.StartsWith(':') ? rest[1..] : null);
        }
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }

    static IEnumerable<(Protocol Protocol, ushort Port)> PortsOf(Target to) => to switch
    {
        Target.Behind behind => behind.Service.Ports.Select(port => (port.Protocol, port.Port)),
        Target.Known known => known.Endpoints
            .SelectMany(endpoint => endpoint.Ports)
            .Where(port => port.Container != ContainerKind.Init)
            .Select(port => (port.Protocol, port.Number)),
        _ => [],
    };
}
