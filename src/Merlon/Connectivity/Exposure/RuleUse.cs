using Merlon.Connectivity.Classes;
using Merlon.Policies;

namespace Merlon.Connectivity.Exposure;

/// <summary>Which rules decide anything, for anyone: every walk of every class, told again.</summary>
sealed class RuleUse
{
    readonly ConnectivityMap _map;
    readonly HashSet<Rule> _used = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<Rule, HashSet<(Policy, Rule)>> _before = new(ReferenceEqualityComparer.Instance);

    public RuleUse(ConnectivityMap map)
    {
        _map = map;
        foreach (var direction in new[] { Direction.Ingress, Direction.Egress })
        {
            var groups = map.Groups(direction);
            for (var group = 0; group < groups.Count; group++)
            {
                groups.Walk(group, (_, _, _, rule, _) =>
                {
                    if (rule is not null) _used.Add(rule);
                });
            }
            for (var group = 0; group < groups.Count; group++) FindShadows(direction, group);
        }
    }

    public bool SelectsNothing(Policy policy) => _map.Matcher.Members(policy.Subject).IsEmpty && !SelectsHosts(policy);

    bool SelectsHosts(Policy policy) => _map.Evaluator.Cluster.HostEndpoints.Any(policy.Subject.Matches);

    public IEnumerable<IdleRule> IdleRules() =>
        from policy in _map.Evaluator.Policies.Policies
        where !SelectsNothing(policy) && !SelectsHosts(policy)
        from direction in new[] { Direction.Ingress, Direction.Egress }
        where policy.Governs(direction)
        from rule in _map.Matcher.Rules(policy, direction)
        where !_used.Contains(rule.Rule)
        let before = _before.GetValueOrDefault(rule.Rule)
        select new IdleRule(
            policy,
            direction,
            rule.Rule,
            rule.Possible.IsEmpty ? Idleness.NobodyMeant : before is null ? Idleness.NothingMatches : Idleness.Shadowed,
            before is null ? [] : [.. before.OrderBy(item => item.Item2.Origin)]);

    // What decides where an idle rule would match, for a subject to which it applies.
    void FindShadows(Direction direction, int group)
    {
        var groups = _map.Groups(direction);
        var idle = groups.TiersOf(group)
            .SelectMany(tier => tier.Policies)
            .SelectMany(policy => _map.Matcher.Rules(policy, direction))
            .Where(rule => !_used.Contains(rule.Rule))
            .ToList();
        if (idle.Count == 0) return;
        groups.Walk(group, (stretches, _, policy, rule, peers) =>
        {
            if (policy is null || rule is null) return;
            foreach (var candidate in idle.Where(candidate => candidate.Possible.Overlaps(peers) && stretches.Any(stretch => Speaks(candidate, stretch))))
            {
                if (!_before.TryGetValue(candidate.Rule, out var known)) _before.Add(candidate.Rule, known = []);
                known.Add((policy, rule));
            }
        });
    }

    static bool Speaks(ClassRule rule, PortStretch stretch) => rule.Rule.Ports.IsEmpty || rule.Rule.Ports.Any(
        port => port.Protocol == stretch.Protocol
            && (port is not PortMatch.Numbered numbered || numbered.Ports.Contains(stretch.Ports.First)));
}
