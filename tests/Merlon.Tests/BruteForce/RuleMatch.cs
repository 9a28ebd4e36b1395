namespace Merlon.Tests.BruteForce;

/// <summary>Whether one rule of a policy matches a flow.</summary>
static class RuleMatch
{
    public static bool Matches(
        RandomWorld world,
        PolicyData policy,
        PolicyRuleData? rule,
        ResolvedEndpoint peer,
        ResolvedFlow flow) =>
        rule is null || (PeersMatch(world, policy, rule.Peers, peer) && PortsMatch(rule.Ports, flow));

    static bool PeersMatch(
        RandomWorld world,
        PolicyData policy,
        IReadOnlyList<PolicyPeerData>? entries,
        ResolvedEndpoint peer) =>
        entries is null or [] || entries.Any(entry => PeerMatch.Matches(world, policy, entry, peer));

    static bool PortsMatch(IReadOnlyList<PolicyPortData?>? entries, ResolvedFlow flow) =>
        entries is null or [] || entries.Any(entry => PortMatch.Matches(entry, flow));
}
