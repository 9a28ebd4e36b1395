using System.Collections.Immutable;
using Merlon.Apis.Iptables;
using Merlon.Diagnostics;
using Merlon.Linting.Firewalls;
using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Linting.Checks;

/// <summary>A host's firewall that closes IPv4 and leaves IPv6 open.</summary>
sealed class OneVersionOfHost : FirewallCheck
{
    public override ImmutableArray<LintRule> Rules =>
    [
        FirewallRules.Script(
            DiagnosticCodes.IptablesOneVersion,
            "`iptables` never sees an IPv6 packet. What it closes stays open over IPv6, on `[::1]` and wherever the host "
                + "has an IPv6 address, until `ip6tables` says the same.",
            "iptables -A INPUT -p tcp --dport 9001 -j DROP\n",
            "iptables -A INPUT -p tcp --dport 9001 -j DROP\nip6tables -A INPUT -p tcp --dport 9001 -j DROP\n"),
    ];

    protected override IEnumerable<LintFinding> Check(IptablesText text, LintContext context)
    {
        if (text.Firewall.For(IpFamily.IPv4) is not { } ruleset) yield break;
        foreach (var hook in new[] { FirewallHook.Input, FirewallHook.Forward, FirewallHook.Output })
        {
            if (Filter(ruleset, hook) is not { } chain || FirstDrop(ruleset, chain) is not { } drop) continue;
            // The rules of IPv6 may stand in a file of their own.
            if (context.Options.HostFirewalls.Any(other => Drops(other, hook))) continue;
            yield return Find(
                DiagnosticCodes.IptablesOneVersion,
                $"{chain} closes something over IPv4 only: no rule of ip6tables drops anything there, so over IPv6 it stays "
                    + "open.",
                drop);
        }
    }

    static bool Drops(IptablesText text, FirewallHook hook) =>
        text.Firewall.For(IpFamily.IPv6) is { } ruleset && Filter(ruleset, hook) is { } chain
        && FirstDrop(ruleset, chain) is not null;
}
