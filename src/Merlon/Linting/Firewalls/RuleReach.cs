using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Linting.Firewalls;

/// <summary>Which packets a rule's conditions mean: boxes of numbers, and conditions that are no numbers.</summary>
sealed class RuleReach
{
    readonly List<FirewallMatch> _others = [];

    public RuleReach(FirewallRule rule, IpFamily family)
    {
        Rule = rule;
        List<PacketBox> boxes = [PacketBox.All(family)];
        foreach (var match in rule.Matches)
        {
            if (boxes is [var sample, ..] && sample.Where(match) is null) _others.Add(match);
            else boxes = [.. boxes.SelectMany(box => box.Where(match)!)];
        }
        Boxes = boxes;
    }

    public FirewallRule Rule { get; }

    public IReadOnlyList<PacketBox> Boxes { get; }

    /// <summary>Whether a packet that meets the rule never gets to the next one of its chain.</summary>
    public bool Ends => Rule.Target is FirewallTarget.Accept or FirewallTarget.Drop or FirewallTarget.Return
        or FirewallTarget.Divert or FirewallTarget.Jump { ForGood: true };

    /// <summary>Whether every packet of the other that lies in a box of this one meets all its conditions.</summary>
    public bool IsImpliedBy(RuleReach other) =>
        _others.TrueForAll(match => match is not FirewallMatch.Unknowable
            && other._others.Exists(known => Implies(known, match)));

    static bool Implies(FirewallMatch known, FirewallMatch match) => (known, match) switch
    {
        (FirewallMatch.State { IsNegated: false } narrow, FirewallMatch.State { IsNegated: false } wide) =>
            (narrow.States & ~wide.States) == 0,
        (FirewallMatch.Interface { IsNegated: false } narrow,
            FirewallMatch.Interface { IsPrefix: true, IsNegated: false } wide) =>
            narrow.End == wide.End && narrow.Name.StartsWith(wide.Name, StringComparison.Ordinal),
        _ => known == match,
    };
}
