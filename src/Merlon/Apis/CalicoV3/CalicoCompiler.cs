using System.Collections.Immutable;
using Merlon.Apis.CalicoV3.Selectors;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV3;

/// <summary>Turns valid Calico policies into tiers of the one model, defaults applied. Staged ones are not enforced.</summary>
static class CalicoCompiler
{
    public static IEnumerable<Tier> Compile(IEnumerable<PolicyResource> policies, PolicyMemory memory)
    {
        var all = policies.ToList();
        var tiers = all.OfType<TierResource>().ToDictionary(tier => tier.Meta.Name, StringComparer.Ordinal);
        return all.OfType<CalicoPolicyResource>()
            .Where(policy => policy.Spec.Staged is null && AppliesToPods(policy.Spec.HostKind))
            .GroupBy(policy => policy.Spec.Tier, StringComparer.Ordinal)
            .Select(group => CompileTier(group.Key, tiers.GetValueOrDefault(group.Key), group.Select(policy => memory.Of(policy, Compile))));
    }

    // What is before translation or tracking is a host's concern.
    static bool AppliesToPods(HostPolicyKind kind) => kind is HostPolicyKind.Normal or HostPolicyKind.Forward;

    static Tier CompileTier(string name, TierResource? written, IEnumerable<Policy> compiled)
    {
        if (BuiltInTiers.Find(name) is { } known) return new Tier(name, known.Order, known.DefaultAction, compiled);
        // No server takes a policy of a tier that does not exist; an agent that meets one puts the tier last.
        return written is null
            ? new Tier(name, double.PositiveInfinity, TierDefault.Deny, compiled)
            : new Tier(name, written.Order, written.DefaultAction, compiled);
    }

    static Policy Compile(CalicoPolicyResource policy)
    {
        var rules = new CalicoRuleCompiler(policy.IsGlobal ? null : policy.Meta.Namespace);
        return new Policy
        {
            Id = policy.Id,
            Order = policy.Spec.Order ?? double.PositiveInfinity,
            Subject = new FormulaSelector(SubjectOf(policy)),
            GovernsIngress = policy.Spec.Governs(Direction.Ingress),
            GovernsEgress = policy.Spec.Governs(Direction.Egress),
            Ingress = rules.Compile(policy.Spec.Ingress, Direction.Ingress),
            Egress = rules.Compile(policy.Spec.Egress, Direction.Egress),
            Origin = policy.Meta.Location,
        };
    }

    static LabelFormula SubjectOf(CalicoPolicyResource policy)
    {
        var own = policy.IsGlobal ? null : InNamespace(policy.Meta.Namespace);
        ImmutableArray<LabelFormula> parts =
        [
            .. new[]
            {
                own,
                policy.Spec.NamespaceSelector?.Formula,
                policy.Spec.ServiceAccountSelector?.Formula,
                policy.Spec.Selector?.Formula,
            }.OfType<LabelFormula>(),
        ];
        return parts.IsEmpty ? LabelFormula.Everything : LabelFormula.And(parts);
    }

    public static LabelFormula InNamespace(string name) =>
        LabelFormula.Compare(SelectorKeys.Namespace, LabelOperator.Equal, name);
}
