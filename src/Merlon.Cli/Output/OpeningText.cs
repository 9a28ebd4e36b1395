using Merlon.Connectivity;
using Merlon.Model;

namespace Merlon.Cli.Output;

/// <summary>Says what is open in a few words: <c>6379/tcp</c>, <c>53/tcp 53/udp</c>, <c>everything</c>.</summary>
static class OpeningText
{
    public static string Of(Opening opening, IpFamily? family = null)
    {
        var parts = opening.IsEverything
            ? ["everything"]
            : opening.Open.Select(Of).Concat(opening.Unknown.Select(connection => $"perhaps {Of(connection)}"));
        var text = string.Join(' ', parts);
        return family is null ? text : $"{text} ({family} only)";
    }

    static string Of(Connection connection)
    {
        var protocol = connection.Protocol.ToString().ToLowerInvariant();
        return connection.Ports switch
        {
            [] => protocol,
            [{ First: <= 1, Last: ushort.MaxValue }] => $"any/{protocol}",
            var ports => string.Join(' ', ports.Select(range => $"{range}/{protocol}")),
        };
    }
}
