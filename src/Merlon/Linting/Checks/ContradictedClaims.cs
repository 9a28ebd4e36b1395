using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Documents;
using Merlon.Evaluation;
using Merlon.Linting.Worlds;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Linting.Checks;

/// <summary>
/// Sentences of a document about the policies beside them that the evaluation contradicts. Only plain claims are
/// understood; a sentence with a condition or an exception in it is left alone.
/// </summary>
sealed partial class ContradictedClaims : ILintCheck
{
    public ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.DocumentClaim,
            "In documents, plain sentences of the section in which a policy stands are held against what the policy does: "
                + "that ports are blocked, that all traffic is, or that everything else stays open. Each is evaluated, and "
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
        Sentence sentence, string file, List<NetworkPolicyResource> policies, LintWorld world)
    {
        if (Hedge().IsMatch(sentence.Text)) yield break;
        foreach (var policy in policies)
        {
            if (world.SubjectsOf(policy) is not [var pod, ..]) continue;
            var contradiction = Blocked(sentence.Text, policy, pod, world)
                ?? AllBlocked(sentence.Text, policy, pod, world)
                ?? ElseOpen(sentence.Text, policy, pod, world);
            if (contradiction is null) continue;
            yield return new LintFinding(
                DiagnosticCodes.DocumentClaim,
                $"The text says \"{Short(sentence.Text)}\", and `{policy.Meta.Name}` does otherwise: {contradiction}.",
                new Place(new SourceLocation(file, sentence.Line, 1), FieldPath.Root))
            {
                Object = policy.Id.ToString(),
            };
        }
    }

    static string? Blocked(string text, NetworkPolicyResource policy, Endpoint pod, LintWorld world)
    {
        if (BlocksPort().Match(text) is not { Success: true } match) return null;
        if (!ushort.TryParse(match.Groups["port"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return null;
        return policy.Governs(Direction.Egress) && policy.Egress.Any(rule => !rule.Ports.IsEmpty)
            ? Open(world, new Flow(FlowEnd.Of(pod, null), LintWorld.Outside, Protocol.Tcp, port), Direction.Egress)
            : policy.Governs(Direction.Ingress) && policy.Ingress.Any(rule => !rule.Ports.IsEmpty)
                ? Open(world, new Flow(LintWorld.Outside, FlowEnd.Of(pod, null), Protocol.Tcp, port), Direction.Ingress)
                : null;
    }

    // "All traffic" is both ways, unless the sentence names one.
    static string? AllBlocked(string text, NetworkPolicyResource policy, Endpoint pod, LintWorld world)
    {
        if (!BlocksAll().IsMatch(text) || OneWay().IsMatch(text)) return null;
        if (policy.Governs(Direction.Ingress) && policy.Governs(Direction.Egress)) return null;
        return policy.Governs(Direction.Ingress)
            ? Open(world, new Flow(FlowEnd.Of(pod, null), LintWorld.Outside, Protocol.Tcp, 443), Direction.Egress)
            : Open(world, new Flow(LintWorld.Outside, FlowEnd.Of(pod, null), Protocol.Tcp, 443), Direction.Ingress);
    }

    static string? ElseOpen(string text, NetworkPolicyResource policy, Endpoint pod, LintWorld world)
    {
        if (!OpensElse().IsMatch(text)) return null;
        if (policy.Governs(Direction.Egress))
        {
            if (world.Blocked(pod, world.Resolvers, Protocol.Udp) is { } dns) return $"`{LintWorld.NameOf(dns.Flow)}` is denied";
            return Closed(world, new Flow(FlowEnd.Of(pod, null), LintWorld.Outside, Protocol.Tcp, 443), Direction.Egress);
        }
        return Closed(world, new Flow(LintWorld.Outside, FlowEnd.Of(pod, null), Protocol.Tcp, 443), Direction.Ingress);
    }

    static string? Open(LintWorld world, Flow flow, Direction direction) =>
        world.Evaluator.Evaluate(flow, direction).Verdict == Verdict.Allow
            ? $"`{LintWorld.NameOf(flow)}` is allowed"
            : null;

    static string? Closed(LintWorld world, Flow flow, Direction direction) =>
        world.Evaluator.Evaluate(flow, direction).Verdict == Verdict.Deny
            ? $"`{LintWorld.NameOf(flow)}` is denied"
            : null;

    static string Short(string text) => text.Length <= 90 ? text : text[..87] + "…";

    const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"\b(?:except|unless|if|should|could|would|might|not|never|cannot|can't|don't|doesn't|isn't|without|nodes?|hosts?|other than|but|before|instead|suppose|want|wants|need|needs|how|why|\?)\b|n't\b|\?", Words)]
    private static partial Regex Hedge();

    [GeneratedRegex(@"\b(?:blocks?|blocked|denie[sd]|deny|drops?|dropped|closes?|closed|forbids?|prevents?)\b[^.]*?\b(?:ports?|tcp|udp)\b[^.0-9]*(?<port>[0-9]{2,5})", Words)]
    private static partial Regex BlocksPort();

    [GeneratedRegex(@"\b(?:(?:blocks?|denie[sd]|deny|drops?)\s+(?:all|any|every)\s+(?:network\s+)?(?:traffic|connections?)|(?:all|any)\s+(?:network\s+)?(?:traffic|connections?)\s+(?:is|are|will be|gets?)\s+(?:blocked|denied|dropped|rejected))\b", Words)]
    private static partial Regex BlocksAll();

    [GeneratedRegex(@"\b(?:ingress|egress|incoming|outgoing|inbound|outbound|into|to|from|out of|in-cluster|external|internal)\b", Words)]
    private static partial Regex OneWay();

    [GeneratedRegex(@"\b(?:everything else|anything else|all (?:the )?(?:other|remaining) (?:traffic|connections?|ports?))\b[^.]*\b(?:is|are|stays?|remains?|keeps?|continues?)\b[^.]*\b(?:allowed|open|permitted|unaffected|untouched|work(?:s|ing)?)\b", Words)]
    private static partial Regex OpensElse();
}
