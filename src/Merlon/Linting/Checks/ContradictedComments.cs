using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Linting.Claims;
using Merlon.Linting.Worlds;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Linting.Checks;

/// <summary>
/// Comments in a policy that the evaluation contradicts: plain sentences, as in documents, and one that says of a port
/// in a rule that it is blocked.
/// </summary>
sealed partial class ContradictedComments : PolicyCheck<NetworkPolicyResource>
{
    // An entry of a port has at most so many lines: port, protocol, endPort.
    const int LinesOfEntry = 3;

    // What DOC-CLAIM and ALLOW-NOT-DENY mean is told beside the checks for documents and names.
    public override ImmutableArray<LintRule> Rules => [];

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context) =>
        from comment in context.CommentsOf(policy)
        let finding = BlockedPort(comment, policy, context.World) ?? Claim(comment, policy, context.World)
        where finding is not null
        select finding;

    static LintFinding? Claim(Comment comment, NetworkPolicyResource policy, LintWorld world) =>
        PolicyClaims.Contradiction(comment.Text, policy, SectionOf(comment, policy), world) is { } contradiction
            ? new LintFinding(
                DiagnosticCodes.DocumentClaim,
                $"The comment says \"{PolicyClaims.Short(comment.Text)}\", and `{policy.Meta.Name}` does otherwise: "
                    + $"{contradiction}.",
                PlaceOf(comment, policy))
            : null;

    static LintFinding? BlockedPort(Comment comment, NetworkPolicyResource policy, LintWorld world)
    {
        if (!BlocksThis().IsMatch(comment.Text) || SpeaksOfOthers().IsMatch(comment.Text)) return null;
        if (EntryOf(comment, policy) is not var (direction, rule, entry) || entry.Port?.Number is not { } number) return null;
        if (Number().Matches(comment.Text).Any(match => match.Value != number.ToString(CultureInfo.InvariantCulture))) return null;
        if (Witness(policy, direction, rule, entry, (ushort)number, world) is not { } witness) return null;
        return new LintFinding(
            DiagnosticCodes.AllowNotDeny,
            $"The comment says \"{PolicyClaims.Short(comment.Text)}\", and the rule allows {entry}: NetworkPolicy cannot deny, and "
                + $"a port that a rule lists is open. `{witness}` is allowed.",
            PlaceOf(comment, policy));
    }

    // The one entry of ports whose lines the comment stands behind or above.
    static (Direction Direction, RuleSpec Rule, PortSpec Entry)? EntryOf(Comment comment, NetworkPolicyResource policy)
    {
        var beside = (
            from direction in new[] { Direction.Ingress, Direction.Egress }
            where policy.Governs(direction)
            from rule in policy.Rules(direction)
            from entry in rule.Ports
            let line = entry.Place.Location.Line
            where line <= comment.Subject && comment.Subject < line + LinesOfEntry
            orderby line descending
            select (Direction: direction, Rule: rule, Entry: entry)).Take(2).ToList();
        if (beside is not [var nearest, ..]) return null;
        var isShared = beside.Count > 1 && beside[1].Entry.Place.Location.Line == nearest.Entry.Place.Location.Line;
        // Behind the entry the rule may go on with its peers.
        var hasPeersBetween = nearest.Rule.Peers.Any(peer => peer.Place.Location.Line > nearest.Entry.Place.Location.Line
            && peer.Place.Location.Line <= comment.Subject + 1);
        return isShared || hasPeersBetween ? null : nearest;
    }

    // A flow to the port that this policy lets through.
    static string? Witness(
        NetworkPolicyResource policy, Direction direction, RuleSpec rule, PortSpec entry, ushort port, LintWorld world)
    {
        if (world.SubjectsOf(policy) is not [var pod, ..] || !Protocol.TryParse(entry.EffectiveProtocol, out var protocol)) return null;
        var self = FlowEnd.Of(pod, null);
        var others = rule.Peers.Where(peer => peer.IpBlock is not null).Select(peer => peer.IpBlock!.Cidr.Value).OfType<Cidr>()
            .SelectMany(block => new[] { block.First, block.Last }).Select(FlowEnd.Outside)
            .Prepend(LintWorld.Outside)
            .Concat(world.Evaluator.Cluster.Endpoints.Where(other => other != pod && other.IsOnPodNetwork).Select(other => FlowEnd.Of(other, null)));
        foreach (var other in others)
        {
            var flow = direction == Direction.Ingress ? new Flow(other, self, protocol, port) : new Flow(self, other, protocol, port);
            var result = world.Evaluator.Evaluate(flow, direction);
            if (result.Verdict == Evaluation.Verdict.Allow && result.Policy?.Id == policy.Id) return LintWorld.NameOf(flow);
        }
        return null;
    }

    // The field of the spec that the comment stands in or above.
    static Direction? SectionOf(Comment comment, NetworkPolicyResource policy)
    {
        var places = policy.Places;
        var above = new (int Line, Direction? Section)[]
            {
                (places.PodSelector.Location.Line, null),
                (places.PolicyTypes.Location.Line, null),
                (places.Ingress.Location.Line, Direction.Ingress),
                (places.Egress.Location.Line, Direction.Egress),
            }
            // A field that is not written stands where the spec does.
            .Where(field => field.Line <= comment.Subject
                && (field.Line != places.Spec?.Line || field.Section is { } section && !policy.Rules(section).IsEmpty))
            .ToList();
        return above.Count == 0 ? null : above.MaxBy(field => field.Line).Section;
    }

    static Place PlaceOf(Comment comment, NetworkPolicyResource policy) =>
        new(new SourceLocation(policy.Meta.Location.File, comment.Line, comment.Column), FieldPath.Root);

    const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^(?:block|deny|denie|drop|forbid|close|reject|disallow|prohibit)s?(?: (?:the|this|that|these|those|it|access|traffic|connections?|requests?|calls?|ports?)\b|[.!]?$)", Words)]
    private static partial Regex BlocksThis();

    [GeneratedRegex(@"\b(?:all|any|anything|anyone|every\w*|others?|rest|else|otherwise|remaining|default|nothing|only|except|but|unless|if|not|outside|from|by|before|later|elsewhere)\b|n't\b|\?", Words)]
    private static partial Regex SpeaksOfOthers();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
