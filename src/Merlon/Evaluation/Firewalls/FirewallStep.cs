using Merlon.Policies.Firewalls;

namespace Merlon.Evaluation.Firewalls;

/// <summary>A place in a firewall: a rule of a chain, or the policy at its end.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Rule">The rule; null for the chain's policy.</param>
/// <param name="Doubt">Why it cannot be told whether a packet is decided here, to follow "depends on"; null where it
/// can.</param>
public sealed record FirewallStep(FirewallChain Chain, FirewallRule? Rule, string? Doubt = null);
