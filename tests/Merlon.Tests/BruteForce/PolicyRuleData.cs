namespace Merlon.Tests.BruteForce;

/// <summary>One ingress or egress rule; the peers are its `from` or its `to`.</summary>
sealed record PolicyRuleData(IReadOnlyList<PolicyPeerData>? Peers, IReadOnlyList<PolicyPortData?>? Ports);
