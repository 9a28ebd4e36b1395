using Merlon.Policies.Firewalls;

namespace Merlon.Evaluation.Firewalls;

/// <summary>What the firewall of one host does with a flow.</summary>
/// <param name="Node">The host.</param>
/// <param name="Hook">The last hook that the flow meets there: what kind of traffic it is to the host.</param>
/// <param name="Packet">What the host sees.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Decider">What decides; null where no chain sees the packet. Where the verdict is unknown, what decides
/// if the doubtful rule does not.</param>
/// <param name="Doubtful">Where the verdict is unknown: the first rule that may turn it; null otherwise.</param>
public sealed record FirewallResult(
    string Node,
    FirewallHook Hook,
    FirewallPacket Packet,
    Verdict Verdict,
    FirewallStep? Decider,
    FirewallStep? Doubtful);
