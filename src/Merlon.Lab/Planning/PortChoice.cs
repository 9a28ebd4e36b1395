using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Lab.Planning;

/// <summary>
/// The ports that a lab asks for unless told: those that pods have and policies name, the ends of the policies' ranges,
/// other ports of pods, one that nothing names, and echo.
/// </summary>
/// <param name="Ports">The ports, in the order of the report.</param>
/// <param name="Unnamed">The one that nothing names.</param>
/// <param name="LeftOut">Ports that would have been next.</param>
public sealed record PortChoice(ImmutableArray<ProbePort> Ports, ProbePort? Unnamed, ImmutableArray<ProbePort> LeftOut)
{
    /// <summary>How many named ports are asked for; one unnamed and echo come on top.</summary>
    public const int MostNamed = 4;

    public static PortChoice For(Cluster cluster, PolicySet policies)
    {
        var onPods = cluster.Endpoints
            .SelectMany(endpoint => endpoint.Ports)
            .Where(port => port.Container != ContainerKind.Init)
            .Select(port => new ProbePort(port.Protocol, port.Number))
            .CountBy(port => port)
            .OrderByDescending(entry => entry.Value)
            .ThenBy(entry => entry.Key)
            .Select(entry => entry.Key)
            .ToList();
        var matches = policies.AllPolicies
            .SelectMany(policy => policy.AllRules)
            .SelectMany(rule => rule.Ports)
            .ToList();
        var named = onPods.Where(port => matches.Any(match => Names(match, port, cluster))).ToList();
        var ends = matches.OfType<PortMatch.Numbered>()
            .Where(match => match.Protocol.HasPorts && match.Ports != PortRange.All)
            .SelectMany(match => new[] { new ProbePort(match.Protocol, match.Ports.First), new ProbePort(match.Protocol, match.Ports.Last) })
            .Where(port => port.Number > 0)
            .Distinct()
            .Order()
            .ToList();
        var wanted = named.Concat(Spread(ends)).Concat(onPods).Concat(ends).Distinct().ToList();
        var chosen = wanted.Take(MostNamed).ToList();
        var unnamed = Unused(wanted, matches);
        // Where hosts are governed, one port that stays open whatever policies say.
        if (!cluster.HostEndpoints.IsEmpty && cluster.DefaultFailsafes.Inbound is [var failsafe, ..])
        {
            chosen = [.. chosen.Append(new ProbePort(failsafe.Protocol, failsafe.Port)).Distinct()];
        }
        return new PortChoice(
            [.. chosen.Order(), unnamed, ProbePort.Echo], unnamed, [.. wanted.Skip(MostNamed).Order()]);
    }

    /// <summary>The same, and these ports besides.</summary>
    public PortChoice With(ImmutableArray<ProbePort> ports) => ports.IsEmpty
        ? this
        : this with { Ports = [.. Ports.Union(ports).Order()], LeftOut = [.. LeftOut.Except(ports)] };

    static bool Names(PortMatch match, ProbePort port, Cluster cluster) => match switch
    {
        PortMatch.Numbered numbered => numbered.Protocol == port.Protocol && numbered.Ports.Contains(port.Number),
        PortMatch.Named named => cluster.Endpoints.SelectMany(endpoint => endpoint.Ports)
            .Any(declared => declared.Name == named.Name && declared.Protocol == port.Protocol && declared.Number == port.Number),
        _ => throw new InvalidOperationException($"A {match.GetType().Name} is no port that can be asked for."),
    };

    // Of many ends first the outermost.
    static List<ProbePort> Spread(List<ProbePort> ends) => ends.Count <= 2 ? ends : [ends[0], ends[^1]];

    // A low number that services rarely have.
    static ProbePort Unused(List<ProbePort> wanted, List<PortMatch> matches)
    {
        var protocol = wanted.Count > 0 ? wanted[0].Protocol : Protocol.Tcp;
        ushort number = 7;
        while (wanted.Any(port => port.Number == number)
            || matches.OfType<PortMatch.Numbered>().Any(
                match => match.Ports != PortRange.All && match.Ports.Contains(number)))
        {
            if (++number == ushort.MaxValue) break;
        }
        return new ProbePort(protocol, number);
    }
}
