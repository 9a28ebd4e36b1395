using System.Collections.Immutable;
using Merlon.Diagnostics;

namespace Merlon.Policies;

/// <summary>One rule of a policy: it matches a flow whose other end is one of the peers, at one of the ports.</summary>
/// <param name="Number">Its place among the policy's rules of its direction, from 1.</param>
/// <param name="Action">What it does when it matches.</param>
/// <param name="Peers">Alternatives; none means anyone.</param>
/// <param name="Ports">Alternatives; none means every port of every protocol, ICMP included.</param>
/// <param name="Origin">Where it is written.</param>
public sealed record Rule(
    int Number, RuleAction Action, ImmutableArray<Peer> Peers, ImmutableArray<PortMatch> Ports, SourceLocation Origin)
{
    /// <summary>Why it does not do what is written, for who reads of it; null where it does.</summary>
    public string? Note { get; init; }

    /// <summary>Further conditions, all of which must hold.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];

    /// <summary>Every peer that it names, those of its conditions included.</summary>
    public IEnumerable<Peer> AllPeers => Conditions.IsEmpty ? Peers : Conditions
        .SelectMany(condition => condition switch
        {
            Condition.OtherEnd other => other.Peers,
            Condition.Subject subject => subject.Peers,
            _ => [],
        })
        .Concat(Peers);

    /// <summary>Every entry on destination ports that it names, those of its conditions included.</summary>
    public IEnumerable<PortMatch> AllPorts => Conditions.IsEmpty ? Ports : Conditions
        .OfType<Condition.DestinationPorts>()
        .SelectMany(condition => condition.Ports)
        .Concat(Ports);

    /// <summary>By reference: two rules that say the same are still two rules.</summary>
    public bool Equals(Rule? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
