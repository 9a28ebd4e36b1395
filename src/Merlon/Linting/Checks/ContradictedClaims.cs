using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Documents;
using Merlon.Linting.Claims;
using Merlon.Linting.Worlds;

namespace Merlon.Linting.Checks;

/// <summary>
/// Sentences of a document about the policies beside them that the evaluation contradicts. Only plain claims are
/// understood; a sentence with a condition or an exception in it is left alone.
/// </summary>
sealed class ContradictedClaims : ILintCheck
{
    public ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.DocumentClaim,
            "In documents, plain sentences of the section in which a policy stands are held against what the policy does, and "
                + "in manifests those in its comments: that ports are blocked, that all traffic is, all of one direction with "
                + "or without DNS, or that everything else stays open. Each is evaluated, and "
                + "only a contradiction with a witness is reported. Sentences with conditions, exceptions or talk of nodes "
                + "are left alone: better silent than wrong."),
    ];

    public IEnumerable<LintFinding> Check(LintContext context) =>
        from document in context.Options.Documents
        from block in document.Blocks
        where block.Kind == BlockKind.Manifest
        let policies = context.Policies.OfType<NetworkPolicyResource>()
            .Where(policy => policy.Meta.Location.File == document.Name && block.Contains(policy.Meta.Location.Line))
            .ToList()
        where policies.Count > 0
        from sentence in Sentences.Around(document, block)
        from finding in Check(sentence, document.Name, policies, context.World).Take(1)
        select finding;

    static IEnumerable<LintFinding> Check(
        Sentence sentence, string file, List<NetworkPolicyResource> policies, LintWorld world) =>
        from policy in policies
        let contradiction = PolicyClaims.Contradiction(sentence.Text, policy, section: null, world)
        where contradiction is not null
        select new LintFinding(
            DiagnosticCodes.DocumentClaim,
            $"The text says \"{PolicyClaims.Short(sentence.Text)}\", and `{policy.Meta.Name}` does otherwise: {contradiction}.",
            new Place(new SourceLocation(file, sentence.Line, 1), FieldPath.Root))
        {
            Object = policy.Id.ToString(),
        };
}
