using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Policies;

namespace Merlon.Apis.CalicoV3;

/// <summary>The spec of a Calico policy as written.</summary>
public sealed record CalicoPolicySpec
{
    /// <summary>The tier; <c>default</c> where none is named.</summary>
    public required string Tier { get; init; }

    /// <summary>Its place in the tier, lower first; null where none is given, which is last.</summary>
    public required double? Order { get; init; }

    public required SelectorSpec? Selector { get; init; }

    /// <summary>Whose namespaces; of global policies only.</summary>
    public required SelectorSpec? NamespaceSelector { get; init; }

    public required SelectorSpec? ServiceAccountSelector { get; init; }

    /// <summary>The directions written; empty where none are, and the default applies.</summary>
    public required ImmutableArray<Direction> Types { get; init; }

    public required ImmutableArray<CalicoRuleSpec> Ingress { get; init; }

    public required ImmutableArray<CalicoRuleSpec> Egress { get; init; }

    public required HostPolicyKind HostKind { get; init; }

    /// <summary>What a staged policy would do; null for one that is enforced.</summary>
    public required StagedAction? Staged { get; init; }

    /// <summary>Where the spec stands.</summary>
    public required Place Place { get; init; }

    /// <summary>
    /// Whether it applies in the direction. Without <c>types</c>: egress where it has egress rules, ingress where it
    /// has ingress rules or no rules at all.
    /// </summary>
    public bool Governs(Direction direction)
    {
        if (!Types.IsEmpty) return Types.Contains(direction);
        return direction == Direction.Egress ? !Egress.IsEmpty : !Ingress.IsEmpty || Egress.IsEmpty;
    }

    public ImmutableArray<CalicoRuleSpec> Rules(Direction direction) => direction == Direction.Ingress ? Ingress : Egress;

    /// <summary>Those for ingress and then those for egress.</summary>
    public IEnumerable<CalicoRuleSpec> AllRules => Ingress.Concat(Egress);
}
