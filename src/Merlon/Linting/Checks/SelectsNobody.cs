using System.Collections.Immutable;
using Merlon.Apis.CalicoV3;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Linting.Checks;

/// <summary>A cluster-wide or Calico policy that selects none of the pods that are known.</summary>
sealed class SelectsNobody : PolicyCheck<PolicyResource>
{
    // The code has its rule where blocks are checked.
    public override ImmutableArray<LintRule> Rules => [];

    public override IEnumerable<LintFinding> Check(PolicyResource policy, LintContext context)
    {
        if (policy is NetworkPolicyResource || context.HasUnreadPods || context.Compiled(policy) is not { Policy: var compiled }) return [];
        // It may be about a host.
        if (policy is CalicoPolicyResource && !context.Manifests.Resources.HostEndpoints.IsEmpty) return [];
        var candidates = context.Cluster.Endpoints
            .Where(endpoint => endpoint is { IsOnPodNetwork: true, Namespace: not null } && IsAmong(compiled.Id, endpoint));
        var isAnyKnown = false;
        foreach (var pod in candidates)
        {
            if (compiled.Subject.Matches(pod)) return [];
            isAnyKnown = true;
        }
        if (!isAnyKnown || IsImpossible(compiled.Subject)) return [];
        return
        [
            new LintFinding(
                DiagnosticCodes.BlockNoop,
                $"No pod of the manifests meets `{compiled.Subject}`: among them the policy has no effect.",
                PolicyPlaces.Subject(policy)),
        ];
    }

    static bool IsAmong(PolicyId policy, Endpoint pod) =>
        string.IsNullOrEmpty(policy.Namespace) || pod.Namespace!.Name == policy.Namespace;

    // That is another finding.
    static bool IsImpossible(Subject subject) =>
        subject is FormulaSelector { Formula: var formula } && formula.Restrictions.Values.Any(label => label.IsContradiction);
}
