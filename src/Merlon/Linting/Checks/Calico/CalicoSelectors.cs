using Merlon.Apis.CalicoV3;

namespace Merlon.Linting.Checks.Calico;

/// <summary>Every selector of a policy.</summary>
static class CalicoSelectors
{
    public static IEnumerable<SelectorSpec> Of(CalicoPolicyResource policy) =>
        new[] { policy.Spec.Selector, policy.Spec.NamespaceSelector, policy.Spec.ServiceAccountSelector }
            .Concat(policy.Spec.AllRules
                .SelectMany(rule => new[] { rule.Source, rule.Destination })
                .SelectMany(end => new[] { end.Selector, end.NotSelector, end.NamespaceSelector, end.ServiceAccounts?.Selector }))
            .OfType<SelectorSpec>();
}
