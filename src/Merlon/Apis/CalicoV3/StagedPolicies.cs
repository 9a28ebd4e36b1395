using System.Collections.Immutable;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV3;

/// <summary>Works out what staged policies would change: they are never in force as they are.</summary>
static class StagedPolicies
{
    /// <summary>The policies as if all that are staged were applied: set or deleted. Each is named as what it is for.</summary>
    public static ImmutableArray<PolicyResource> Enforce(ImmutableArray<PolicyResource> policies)
    {
        var result = policies.Where(policy => StepOf(policy) is null).ToDictionary(policy => policy.Id);
        foreach (var (action, enforced) in policies.Select(StepOf).OfType<(StagedAction, PolicyResource)>())
        {
            if (action == StagedAction.Set) result[enforced.Id] = enforced;
            if (action == StagedAction.Delete) result.Remove(enforced.Id);
        }
        return [.. result.Values.OrderBy(policy => policy.Meta.QualifiedName, StringComparer.Ordinal).ThenBy(policy => policy.Id)];
    }

    static (StagedAction Action, PolicyResource Enforced)? StepOf(PolicyResource policy) => policy switch
    {
        CalicoPolicyResource { Spec.Staged: { } action } staged => (action, new CalicoPolicyResource(
            staged.IsGlobal ? CalicoPolicyResource.Global : CalicoPolicyResource.Namespaced,
            staged.Meta,
            staged.Spec with { Staged = null })),
        StagedKubernetesPolicyResource staged => (staged.Action, staged.Policy),
        _ => null,
    };
}
