using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Linting.Firewalls;

/// <summary>Finds rules that no packet reaches, because earlier ones of their chain have decided all of theirs.</summary>
static class ShadowSearch
{
    // A rule that is cut to more pieces than this is let be: the answer would take longer than it is worth.
    const int MaxPieces = 4096;

    /// <summary>Each rule that is shadowed, with those that take its packets away, in order.</summary>
    public static IEnumerable<(FirewallRule Rule, IReadOnlyList<FirewallRule> By)> Find(FirewallChain chain, IpFamily family)
    {
        var earlier = new List<RuleReach>();
        foreach (var rule in chain.Rules)
        {
            var reach = new RuleReach(rule, family);
            if (reach.Boxes.Count > 0 && Cover(reach, earlier) is { } by) yield return (rule, by);
            if (reach.Ends) earlier.Add(reach);
        }
    }

    // One rule that does it alone tells more than several that do it together.
    static List<FirewallRule>? Cover(RuleReach reach, List<RuleReach> earlier) =>
        earlier.Select(candidate => Together(reach, [candidate])).FirstOrDefault(by => by is not null)
        ?? Together(reach, earlier);

    static List<FirewallRule>? Together(RuleReach reach, List<RuleReach> earlier)
    {
        var left = reach.Boxes.ToList();
        var by = new List<FirewallRule>();
        foreach (var candidate in earlier)
        {
            if (!candidate.IsImpliedBy(reach) || !left.Exists(box => candidate.Boxes.Any(box.Meets))) continue;
            by.Add(candidate.Rule);
            foreach (var box in candidate.Boxes) left = [.. left.SelectMany(piece => piece.Without(box))];
            if (left.Count == 0) return by;
            if (left.Count > MaxPieces) return null;
        }
        return null;
    }
}
