using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>A rule held against the classes: whom it means at the other end, and what is left of it without that.</summary>
sealed class ClassRule
{
    /// <param name="rule">The rule.</param>
    /// <param name="sure">The classes that its peers and its conditions on the other end mean.</param>
    /// <param name="possible">Those that they mean or may mean.</param>
    public ClassRule(Rule rule, BitSet sure, BitSet possible)
    {
        (Rule, Sure, Possible) = (rule, sure, possible);
        var isPlain = rule.Peers.IsEmpty && !rule.Conditions.Any(condition => condition is Condition.OtherEnd);
        Rest = isPlain ? rule : rule with
        {
            Peers = [],
            Conditions = [.. rule.Conditions.Where(condition => condition is not Condition.OtherEnd)],
        };
        Ports = [.. rule.AllPorts];
        Names = [.. Ports.OfType<PortMatch.Named>()];
        SourceNames =
        [
            .. rule.Conditions.OfType<Condition.SourcePorts>()
                .SelectMany(condition => condition.Ports)
                .OfType<PortMatch.Named>(),
        ];
        BackendPorts = [.. rule.Conditions.OfType<Condition.BackendPort>()];
        AsksVersion = rule.Conditions.Any(condition => condition is Condition.Version);
    }

    public Rule Rule { get; }

    public BitSet Sure { get; }

    public BitSet Possible { get; }

    /// <summary>The same rule with everything that does not speak of the other end.</summary>
    public Rule Rest { get; }

    /// <summary>Every entry on destination ports.</summary>
    public ImmutableArray<PortMatch> Ports { get; }

    /// <summary>Those by name.</summary>
    public ImmutableArray<PortMatch.Named> Names { get; }

    /// <summary>The source ports by name.</summary>
    public ImmutableArray<PortMatch.Named> SourceNames { get; }

    /// <summary>The Services behind which the destination must stand, with its port.</summary>
    public ImmutableArray<Condition.BackendPort> BackendPorts { get; }

    public bool AsksVersion { get; }

    /// <summary>Whether two subjects that the policy selects can fare differently.</summary>
    public bool LooksAtSubject(Direction direction) =>
        (direction == Direction.Ingress ? !Names.IsEmpty || !BackendPorts.IsEmpty : !SourceNames.IsEmpty)
        || Rest.Conditions.Any(condition => condition is Condition.Subject);
}
