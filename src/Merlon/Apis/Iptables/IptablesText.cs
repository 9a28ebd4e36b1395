using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Policies.Firewalls;

namespace Merlon.Apis.Iptables;

/// <summary>What a script, or the output of iptables-save, makes of a host's firewall.</summary>
/// <param name="Name">The name of the text.</param>
/// <param name="Firewall">The rules as they are at the end.</param>
/// <param name="Diagnostics">What iptables refuses and what cannot be known, ordered.</param>
/// <param name="ForeignChains">Chains that it adds rules to and does not create, with the first such rule.</param>
public sealed record IptablesText(
    string Name,
    HostFirewall Firewall,
    ImmutableArray<Diagnostic> Diagnostics,
    ImmutableArray<FirewallChain> ForeignChains)
{
    /// <summary>Whether it says anything about a firewall.</summary>
    public bool HasRules => !Firewall.Rulesets.IsEmpty;
}
