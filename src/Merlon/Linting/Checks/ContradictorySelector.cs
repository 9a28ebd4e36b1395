using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks;

/// <summary>A selector whose requirements on one label exclude each other.</summary>
sealed class ContradictorySelector : ILintCheck
{
    public IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context) =>
        from use in SelectorUse.Of(policy)
        from demand in use.Demands()
        where !demand.CanBeMet
        select new LintFinding(DiagnosticCodes.SelectorEmpty, Message(use.Role, demand), demand.Requirements[^1].Place);

    static string Message(SelectorRole role, LabelDemand demand)
    {
        var thing = role == SelectorRole.PeerNamespaces ? "namespace" : "pod";
        var terms = demand.Requirements
            .Select(requirement => requirement.ToExpression().ToString())
            .Distinct(StringComparer.Ordinal);
        var effect = role == SelectorRole.Subject
            ? "the policy selects nothing and has no effect"
            : "the peer matches nothing and allows nothing";
        return $"No {thing} can meet {LintWords.Quoted([.. terms], "and")}: {effect}.";
    }
}
