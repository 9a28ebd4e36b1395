using System.Collections.Immutable;
using Merlon.Connectivity.Classes;
using Merlon.Evaluation;
using Merlon.Policies;

namespace Merlon.Connectivity.Groups;

/// <summary>What opens connections: the walks of both ends, told again.</summary>
sealed class Reasons(ConnectivityMap map)
{
    /// <summary>Ends of a side that host endpoints are asked about: more of them tell the same.</summary>
    const int MostAsked = 8;

    readonly Dictionary<(Direction, int), List<Told>> _walks = [];

    sealed record Told(IReadOnlyList<PortStretch> Stretches, Decision Decision, BitSet Peers);

    /// <summary>Everything that opens a part of it for some of them.</summary>
    public ImmutableArray<Decision> Of(BitSet sources, BitSet destinations, Opening opening)
    {
        var found = new HashSet<Decision>();
        Add(found, Direction.Egress, sources, destinations, opening);
        Add(found, Direction.Ingress, destinations, sources, opening);
        if (map.Evaluator.HostEndpoints is not null) AddHosts(found, sources, destinations, opening);
        return
        [
            .. found.OrderBy(decision => decision.Policy is null)
                .ThenByDescending(decision => decision.Direction)
                .ThenBy(decision => decision.Rule?.Origin ?? decision.Policy?.Origin),
        ];
    }

    void Add(HashSet<Decision> found, Direction direction, BitSet subjects, BitSet peers, Opening opening)
    {
        var groups = map.Groups(direction);
        var seen = new HashSet<int>();
        foreach (var subject in subjects)
        {
            if (!map.Classes.Representatives[subject].IsPod || !seen.Add(groups.GroupOf(subject))) continue;
            foreach (var (stretches, decision, who) in WalkOf(direction, groups.GroupOf(subject)))
            {
                if (who.Overlaps(peers) && stretches.Any(stretch => IsOpen(opening, stretch))) found.Add(decision);
            }
        }
    }

    // Policies of host endpoints, as the first pairs meet them.
    void AddHosts(HashSet<Decision> found, BitSet sources, BitSet destinations, Opening opening)
    {
        var ends = map.Classes.Representatives;
        var ports = opening.Open.SelectMany(connection => connection.Ports, (connection, range) => (connection.Protocol, range.First)).ToList();
        var decided =
            from source in First(sources)
            from destination in First(destinations)
            from port in ports
            from host in map.Evaluator.Evaluate(new Model.Flow(ends[source], ends[destination], port.Protocol, port.First)).HostEndpoints
            select (host.Direction, host.Told.Result);
        foreach (var (direction, result) in decided)
        {
            if (result is { Verdict: Verdict.Allow, Rule: { } rule, Policy: { } policy }) found.Add(new Decision(direction, policy, rule));
        }
    }

    static List<int> First(BitSet ends)
    {
        var first = new List<int>();
        foreach (var end in ends)
        {
            if (first.Count == MostAsked) break;
            first.Add(end);
        }
        return first;
    }

    static bool IsOpen(Opening opening, PortStretch stretch) => opening.Open
        .Concat(opening.Unknown)
        .Any(connection => connection.Protocol.IsIcmp
            ? stretch.Protocol.IsIcmp
            : connection.Protocol == stretch.Protocol && connection.Ports.Any(range => Meet(range, stretch.Ports)));

    static bool Meet(Model.PortRange a, Model.PortRange b) => a.First <= b.Last && b.First <= a.Last;

    // Denials open nothing. What is left open by all is told as such.
    List<Told> WalkOf(Direction direction, int group)
    {
        if (_walks.TryGetValue((direction, group), out var known)) return known;
        var told = new List<Told>();
        map.Groups(direction).Walk(group, (stretches, _, policy, rule, peers) =>
        {
            if (policy is null) told.Add(new Told(stretches, new Decision(direction, null, null), peers.Copy()));
            else if (rule?.Action == RuleAction.Allow)
            {
                told.Add(new Told(stretches, new Decision(direction, policy, rule), peers.Copy()));
            }
        });
        return _walks[(direction, group)] = told;
    }
}
