using System.Globalization;
using System.Text.RegularExpressions;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Evaluation;
using Merlon.Linting.Worlds;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Linting.Claims;

/// <summary>
/// Holds plain sentences about a policy against what it does. A sentence with a condition or an exception in it is left
/// alone, but for the exception that everyone makes, DNS.
/// </summary>
static partial class PolicyClaims
{
    /// <summary>What contradicts the sentence; null where nothing does, or where it is not understood.</summary>
    /// <param name="text">The sentence.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="section">The direction beside whose rules it stands; null where it speaks of the whole policy.</param>
    /// <param name="world">Where it is tried.</param>
    public static string? Contradiction(string text, NetworkPolicyResource policy, Direction? section, LintWorld world)
    {
        if (world.SubjectsOf(policy) is not [var pod, ..]) return null;
        if (BlocksOneWay().Match(text) is { Success: true } oneWay) return OneWayBlocked(oneWay, policy, pod, world);
        if (Hedge().IsMatch(text)) return null;
        return PortBlocked(text, policy, section, pod, world)
            ?? (section is null ? AllBlocked(text, policy, pod, world) : null)
            ?? ElseOpen(text, policy, section, pod, world);
    }

    static string? OneWayBlocked(Match match, NetworkPolicyResource policy, Endpoint pod, LintWorld world)
    {
        var direction = match.Groups["out"].Success ? Direction.Egress : Direction.Ingress;
        if (Open(world, Outwards(pod, direction, 443), direction, policy) is { } open) return open;
        return match.Groups["dns"].Success && direction == Direction.Egress && policy.Governs(direction)
            && world.Blocked(pod, world.Resolvers, Protocol.Udp) is { } dns && dns.Policy == policy.Id
            ? $"`{LintWorld.NameOf(dns.Flow)}` is denied"
            : null;
    }

    static string? PortBlocked(
        string text, NetworkPolicyResource policy, Direction? section, Endpoint pod, LintWorld world)
    {
        if (BlocksPort().Match(text) is not { Success: true } match) return null;
        if (!ushort.TryParse(match.Groups["port"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return null;
        Direction? direction = ListsPorts(Direction.Egress) ? Direction.Egress : ListsPorts(Direction.Ingress) ? Direction.Ingress : null;
        return direction is { } way ? Open(world, Outwards(pod, way, port), way, policy) : null;

        bool ListsPorts(Direction way) => (section ?? way) == way && policy.Governs(way) && policy.Rules(way).Any(rule => !rule.Ports.IsEmpty);
    }

    // "All traffic" is both ways, unless the sentence names one.
    static string? AllBlocked(string text, NetworkPolicyResource policy, Endpoint pod, LintWorld world)
    {
        if (!BlocksAll().IsMatch(text) || OneWay().IsMatch(text)) return null;
        if (policy.Governs(Direction.Ingress) && policy.Governs(Direction.Egress)) return null;
        var other = policy.Governs(Direction.Ingress) ? Direction.Egress : Direction.Ingress;
        return Open(world, Outwards(pod, other, 443), other, policy);
    }

    static string? ElseOpen(string text, NetworkPolicyResource policy, Direction? section, Endpoint pod, LintWorld world)
    {
        if (!OpensElse().IsMatch(text)) return null;
        var direction = section ?? (policy.Governs(Direction.Egress) ? Direction.Egress : Direction.Ingress);
        if (direction == Direction.Egress && world.Blocked(pod, world.Resolvers, Protocol.Udp) is { } dns)
        {
            return $"`{LintWorld.NameOf(dns.Flow)}` is denied";
        }
        var flow = Outwards(pod, direction, 443);
        return world.Evaluator.Evaluate(flow, direction).Verdict == Verdict.Deny ? $"`{LintWorld.NameOf(flow)}` is denied" : null;
    }

    // A flow that another policy lets through is not this one's doing.
    static string? Open(LintWorld world, in Flow flow, Direction direction, NetworkPolicyResource policy)
    {
        var result = world.Evaluator.Evaluate(flow, direction);
        return result.Verdict == Verdict.Allow && (result.Policy is null || result.Policy.Id == policy.Id)
            ? $"`{LintWorld.NameOf(flow)}` is allowed"
            : null;
    }

    /// <summary>The sentence as a message quotes it.</summary>
    public static string Short(string text) => text.Length <= 90 ? text : text[..87] + "…";

    static Flow Outwards(Endpoint pod, Direction direction, ushort port) => direction == Direction.Egress
        ? new Flow(FlowEnd.Of(pod, null), LintWorld.Outside, Protocol.Tcp, port)
        : new Flow(LintWorld.Outside, FlowEnd.Of(pod, null), Protocol.Tcp, port);

    const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"\b(?:except|unless|if|should|could|would|might|not|never|cannot|can't|don't|doesn't|isn't|without|nodes?|hosts?|other than|but|before|instead|suppose|want|wants|need|needs|how|why|\?)\b|n't\b|\?", Words)]
    private static partial Regex Hedge();

    [GeneratedRegex(@"\b(?:blocks?|blocked|denie[sd]|deny|drops?|dropped|closes?|closed|forbids?|prevents?)\b[^.]*?\b(?:ports?|tcp|udp)\b[^.0-9]*(?<port>[0-9]{2,5})", Words)]
    private static partial Regex BlocksPort();

    [GeneratedRegex(@"\b(?:(?:blocks?|denie[sd]|deny|drops?)\s+(?:all|any|every)\s+(?:network\s+)?(?:traffic|connections?)|(?:all|any)\s+(?:network\s+)?(?:traffic|connections?)\s+(?:is|are|will be|gets?)\s+(?:blocked|denied|dropped|rejected))\b", Words)]
    private static partial Regex BlocksAll();

    [GeneratedRegex(@"^(?:this policy |it )?(?:blocks?|denie[sd]|deny|drops?) (?:all|any) (?:(?<out>egress|outgoing|outbound)|ingress|incoming|inbound)(?: network)?(?: traffic| connections?)?(?: by default)?(?<dns>,? (?:except|but|other than)(?: for| to)? dns(?: lookups?| queries| traffic)?)?[.!:]?$", Words)]
    private static partial Regex BlocksOneWay();

    [GeneratedRegex(@"\b(?:ingress|egress|incoming|outgoing|inbound|outbound|into|to|from|out of|in-cluster|external|internal)\b", Words)]
    private static partial Regex OneWay();

    [GeneratedRegex(@"\b(?:everything else|anything else|all (?:the )?(?:other|remaining) (?:traffic|connections?|ports?))\b[^.]*\b(?:is|are|stays?|remains?|keeps?|continues?)\b[^.]*\b(?:allowed|open|permitted|unaffected|untouched|work(?:s|ing)?)\b", Words)]
    private static partial Regex OpensElse();
}
