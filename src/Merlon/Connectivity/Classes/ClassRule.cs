using System.Collections.Immutable;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>A rule held against the classes: whom it means at the other end, and what is left of it without that.</summary>
/// <param name="rule">The rule.</param>
/// <param name="sure">The classes that its peers and its conditions on the other end mean.</param>
/// <param name="possible">Those that they mean or may mean.</param>
sealed class ClassRule(Rule rule, BitSet sure, BitSet possible)
{
    readonly PortOutcomes?[] _outcomes = new PortOutcomes?[3];
    Rule? _rest;

    public Rule Rule => rule;

    public BitSet Sure => sure;

    public BitSet Possible => possible;

    /// <summary>The same rule with everything that does not speak of the other end.</summary>
    public Rule Rest => _rest ??= rule.Peers.IsEmpty && !rule.Conditions.Any(condition => condition is Condition.OtherEnd)
        ? rule
        : rule with
        {
            Peers = [],
            Conditions = [.. rule.Conditions.Where(condition => condition is not Condition.OtherEnd)],
        };

    /// <summary>The entries on destination ports by name.</summary>
    public ImmutableArray<PortMatch.Named> Names { get; } = NamesIn(rule);

    /// <summary>The source ports by name.</summary>
    public ImmutableArray<PortMatch.Named> SourceNames { get; } = rule.Conditions.IsEmpty
        ? []
        : [
            .. rule.Conditions.OfType<Condition.SourcePorts>()
                .SelectMany(condition => condition.Ports)
                .OfType<PortMatch.Named>(),
        ];

    /// <summary>Whether the destination must stand behind a Service, with its port.</summary>
    public bool AsksBackends { get; } = Has<Condition.BackendPort>(rule);

    public bool AsksVersion { get; } = Has<Condition.Version>(rule);

    /// <summary>What the rule says at which ports to subjects of one IP version, once that is known; the last is for those
    /// without a known address.</summary>
    public Span<PortOutcomes?> Outcomes => _outcomes;

    /// <summary>Whether two subjects that the policy selects can fare differently.</summary>
    public bool LooksAtSubject(Direction direction) =>
        (direction == Direction.Ingress ? !Names.IsEmpty || AsksBackends : !SourceNames.IsEmpty)
        || Has<Condition.Subject>(rule);

    static bool Has<T>(Rule rule)
        where T : Condition
    {
        foreach (var condition in rule.Conditions)
        {
            if (condition is T) return true;
        }
        return false;
    }

    static ImmutableArray<PortMatch.Named> NamesIn(Rule rule)
    {
        if (!rule.Conditions.IsEmpty) return [.. rule.AllPorts.OfType<PortMatch.Named>()];
        foreach (var port in rule.Ports)
        {
            if (port is PortMatch.Named) return [.. rule.Ports.OfType<PortMatch.Named>()];
        }
        return [];
    }
}
