using System.Collections.Immutable;
using Merlon.Apis;
using Merlon.Apis.CalicoV1;
using Merlon.Apis.CalicoV3;
using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Policies;

namespace Merlon.Linting.Checks.Calico;

/// <summary>A policy of Calico 2, and what it means today and then.</summary>
sealed class OldVersion : PolicyCheck<CalicoPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.CalicoV1,
            "`apiVersion: v1` was the API of Calico 2 and calicoctl 1. Calico 3 does not read it. It is judged here as Calico's "
                + "own conversion makes it. In Kubernetes clusters Calico 2 put a policy behind all others that passed on what "
                + "they left undecided; Calico 3 has none and denies it. `--calico-backstop v2` judges as then.")
        {
            Example = "apiVersion: v1\nkind: policy\nmetadata: {name: guard}\nspec:\n  selector: role == 'db'\n  ingress: [{action: allow}]\n",
            Better = ImplicitDeny.GlobalOf("selector: role == 'db'\ningress: [{action: Allow}]"),
        },
    ];

    public override IEnumerable<LintFinding> Check(CalicoPolicyResource policy, LintContext context)
    {
        if (!policy.IsV1 || context.Compiled(policy) is not var (_, compiled)) yield break;
        yield return new LintFinding(
            DiagnosticCodes.CalicoV1,
            "Calico 3 does not read `apiVersion: v1`; here it counts as GlobalNetworkPolicy "
                + $"`{policy.Meta.Name}`.{Difference(policy, compiled, context)}",
            policy.Spec.Place);
    }

    // Where the old backstop matters, both outcomes of a flow.
    static string Difference(CalicoPolicyResource policy, Policy compiled, LintContext context)
    {
        var then = new Evaluator(
            context.Cluster, PolicyApis.Compile(V2Backstop.AddTo(context.Policies)), context.Options.Evaluation);
        foreach (var direction in new[] { Direction.Ingress, Direction.Egress }.Where(policy.Spec.Governs))
        {
            foreach (var pod in WellKnownFlows.SubjectsOf(compiled, context.Cluster))
            {
                foreach (var flow in WellKnownFlows.Of(pod, direction, context.Cluster))
                {
                    if (context.Evaluator.Evaluate(flow, direction).Verdict != Verdict.Deny) continue;
                    if (then.Evaluate(flow, direction).Verdict != Verdict.Allow) continue;
                    return $" {WellKnownFlows.Words(flow)} is denied in Calico 3, and was allowed behind the backstop policy of "
                        + "Calico 2 (--calico-backstop v2).";
                }
            }
        }
        return "";
    }
}
