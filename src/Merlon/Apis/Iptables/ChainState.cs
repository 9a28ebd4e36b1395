using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Policies.Firewalls;

namespace Merlon.Apis.Iptables;

/// <summary>A chain while commands change it.</summary>
sealed class ChainState(string table, string name)
{
    readonly List<RuleSpec> _rules = [];

    public string Table => table;

    public string Name { get; set; } = name;

    public bool DropsTheRest { get; set; }

    public SourceLocation? PolicyOrigin { get; set; }

    /// <summary>Why the policy is not known; null where it is.</summary>
    public string? PolicyDoubt { get; set; }

    public List<RuleSpec> Rules => _rules;

    /// <summary>No rule is sure any more: a command may have removed it.</summary>
    public void Doubt(string reason)
    {
        for (var i = 0; i < _rules.Count; i++) _rules[i] = Doubted(_rules[i], reason);
    }

    public static RuleSpec Doubted(RuleSpec rule, string reason) =>
        rule with { Matches = rule.Matches.Add(new FirewallMatch.Unknowable(reason)) };

    /// <summary>A rule that may do anything.</summary>
    public static RuleSpec Anything(string reason, string text, SourceLocation origin) =>
        new([], new FirewallTarget.Unknowable(reason), text, origin);

    public FirewallChain Build(FirewallHook? hook)
    {
        var rules = PolicyDoubt is null || PolicyOrigin is null
            ? _rules
            : [.. _rules, Anything(PolicyDoubt, $"-P {Name}", PolicyOrigin)];
        return new FirewallChain
        {
            Table = table,
            Name = Name,
            Hook = hook,
            DropsTheRest = DropsTheRest,
            PolicyOrigin = PolicyOrigin,
            Rules = [.. rules.Select((rule, index) => new FirewallRule
            {
                Number = index + 1,
                Matches = rule.Matches,
                Target = rule.Target,
                Text = rule.Text,
                Origin = rule.Origin,
            })],
        };
    }
}
