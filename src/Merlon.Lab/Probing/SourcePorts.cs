using Merlon.Lab.Planning;
using Merlon.Model;

namespace Merlon.Lab.Probing;

/// <summary>
/// Source ports that no earlier packet of the lab had: connection tracking would take a packet with known addresses and
/// ports for part of an old connection.
/// </summary>
sealed class SourcePorts
{
    const ushort First = 10_000;
    const ushort Last = 59_999;

    readonly ushort _start;
    readonly HashSet<ushort> _asked;
    readonly Dictionary<IpAddress, ushort> _next = [];

    /// <param name="asked">The ports that something listens at.</param>
    /// <param name="start">Where to start: the <see cref="Next"/> of the last run, or 0.</param>
    public SourcePorts(IEnumerable<ProbePort> asked, ushort start = 0)
    {
        _asked = [.. asked.Select(port => port.Number)];
        _start = start is >= First and <= Last ? start : First;
    }

    /// <summary>Where a later run over the same namespaces should start.</summary>
    public ushort Next => _next.Values.DefaultIfEmpty(_start).Max();

    public ushort Take(IpAddress source)
    {
        var port = _next.GetValueOrDefault(source, _start);
        while (_asked.Contains(port)) port = After(port);
        _next[source] = After(port);
        return port;
    }

    /// <summary>A port that no packet of either address had: where one is translated to the other on its way.</summary>
    public ushort Take(IpAddress source, IpAddress seen)
    {
        if (source == seen) return Take(source);
        _next[source] = _next[seen] = ushort.Max(_next.GetValueOrDefault(source, _start), _next.GetValueOrDefault(seen, _start));
        Take(source);
        return Take(seen);
    }

    static ushort After(ushort port) => port == Last ? First : (ushort)(port + 1);
}
