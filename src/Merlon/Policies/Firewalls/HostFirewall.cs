using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Policies.Firewalls;

/// <summary>What a host's own packet filter does, beside all policies of the cluster. Immutable.</summary>
/// <param name="Rulesets">One for each IP version that it speaks of; the other version passes untouched.</param>
public sealed record HostFirewall(ImmutableArray<FirewallRuleset> Rulesets)
{
    public FirewallRuleset? For(IpFamily family) => Rulesets.FirstOrDefault(ruleset => ruleset.Family == family);

    public bool Equals(HostFirewall? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
