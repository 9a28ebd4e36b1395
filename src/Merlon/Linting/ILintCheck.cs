using Merlon.Apis.NetworkPolicyV1;

namespace Merlon.Linting;

/// <summary>
/// One check of policies that the API server stores. The implementations are listed in <see cref="LintChecks"/>.
/// </summary>
interface ILintCheck
{
    /// <summary>What it finds in the policy, in any order.</summary>
    IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context);
}
