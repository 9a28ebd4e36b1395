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
        var compiled = all.OfType<CalicoPolicyResource>()
            .Where(policy => policy.Spec.Staged is null)
            .GroupBy(policy => (policy.Spec.Tier, Stage: StageOf(policy.Spec.HostKind)))
            .Select(group => CompileTier(group.Key.Tier, tiers.GetValueOrDefault(group.Key.Tier), group.Key.Stage, group.Select(policy => memory.Of(policy, Compile))));
        return compiled.Concat(CalicoProfiles.Compile(all.OfType<CalicoProfileResource>()));
    }

    static PolicyStage StageOf(HostPolicyKind kind) => kind switch
    {
        HostPolicyKind.Normal or HostPolicyKind.Forward => PolicyStage.Filter,
        HostPolicyKind.PreDnat => PolicyStage.PreDnat,
        HostPolicyKind.Untracked => PolicyStage.Untracked,
        _ => throw new InvalidOperationException($"{kind} stands nowhere."),
    };

    // What is before translation or tracking never denies by itself: what it leaves undecided goes on.
    static Tier CompileTier(string name, TierResource? written, PolicyStage stage, IEnumerable<Policy> compiled)
    {
        // No server takes a policy of a tier that does not exist; an agent that meets one puts the tier last.
        var (order, action) = BuiltInTiers.Find(name) is { } known ? (known.Order, known.DefaultAction)
            : written is null ? (double.PositiveInfinity, TierDefault.Deny)
            : (written.Order, written.DefaultAction);
        return new Tier(name, order, stage == PolicyStage.Filter ? action : TierDefault.Pass, compiled, stage);
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
            AppliesOnForward = policy.Spec.HostKind == HostPolicyKind.Forward,
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
