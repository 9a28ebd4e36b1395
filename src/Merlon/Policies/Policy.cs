using System.Collections.Immutable;
using Merlon.Diagnostics;

namespace Merlon.Policies;

/// <summary>A policy of any API, in the one model. Equality is by reference.</summary>
public sealed class Policy
{
    public required PolicyId Id { get; init; }

    /// <summary>Its place in its tier: lower first.</summary>
    public required double Order { get; init; }

    /// <summary>
    /// Whether its API leaves open which of two policies of the same order comes first. Here the name decides.
    /// </summary>
    public bool HasUndefinedTies { get; init; }

    public required Subject Subject { get; init; }

    /// <summary>Whether it applies to what its subjects receive.</summary>
    public required bool GovernsIngress { get; init; }

    /// <summary>Whether it applies to what its subjects send.</summary>
    public required bool GovernsEgress { get; init; }

    /// <summary>Rules for what its subjects receive, in order; without effect unless it governs ingress.</summary>
    public required ImmutableArray<Rule> Ingress { get; init; }

    /// <summary>Rules for what its subjects send, in order; without effect unless it governs egress.</summary>
    public required ImmutableArray<Rule> Egress { get; init; }

    /// <summary>Whether it applies to what a host of its subjects passes on, beside what ends or starts there.</summary>
    public bool AppliesOnForward { get; init; }

    public required SourceLocation Origin { get; init; }

    public bool Governs(Direction direction) => direction == Direction.Ingress ? GovernsIngress : GovernsEgress;

    public ImmutableArray<Rule> Rules(Direction direction) => direction == Direction.Ingress ? Ingress : Egress;

    /// <summary>Those for ingress and then those for egress.</summary>
    public IEnumerable<Rule> AllRules => Ingress.Concat(Egress);

    /// <summary>The <see cref="Id"/>.</summary>
    public override string ToString() => Id.ToString();

    /// <summary>The same policy at another place of its tier.</summary>
    public Policy At(double order) => With(order, Ingress, Egress);

    /// <summary>The same policy with other rules.</summary>
    public Policy With(ImmutableArray<Rule> ingress, ImmutableArray<Rule> egress) => With(Order, ingress, egress);

    Policy With(double order, ImmutableArray<Rule> ingress, ImmutableArray<Rule> egress) => new()
    {
        Id = Id,
        Order = order,
        HasUndefinedTies = HasUndefinedTies,
        Subject = Subject,
        GovernsIngress = GovernsIngress,
        GovernsEgress = GovernsEgress,
        Ingress = ingress,
        Egress = egress,
        AppliesOnForward = AppliesOnForward,
        Origin = Origin,
    };
}
