using System.Collections.Immutable;
using Merlon.Apis.Iptables;
using Merlon.Diagnostics;
using Merlon.Policies.Firewalls;

namespace Merlon.Linting.Firewalls;

/// <summary>A check of the rules of hosts' firewalls, one text after the other.</summary>
abstract class FirewallCheck : ILintCheck
{
    public abstract ImmutableArray<LintRule> Rules { get; }

    public IEnumerable<LintFinding> Check(LintContext context) =>
        context.Options.HostFirewalls.SelectMany(text => Check(text, context));

    /// <summary>What it finds in the text, in any order.</summary>
    protected abstract IEnumerable<LintFinding> Check(IptablesText text, LintContext context);

    /// <summary>A finding at a place of a script.</summary>
    protected static LintFinding Find(DiagnosticCode code, string message, SourceLocation origin) =>
        new(code, message, new Place(origin, FieldPath.Root));

    /// <summary>The base chain of table filter; null where the text does not speak of it.</summary>
    protected static FirewallChain? Filter(FirewallRuleset? ruleset, FirewallHook hook) =>
        ruleset?.At(hook).FirstOrDefault(chain => chain.Table == "filter");

    /// <summary>Where the chain, or one that it leads to, first drops something; null where it never does.</summary>
    protected static SourceLocation? FirstDrop(FirewallRuleset ruleset, FirewallChain chain)
    {
        var seen = new HashSet<FirewallChain>();
        return Search(chain) ?? (chain.DropsTheRest ? chain.PolicyOrigin : null);

        SourceLocation? Search(FirewallChain inner)
        {
            if (!seen.Add(inner)) return null;
            foreach (var rule in inner.Rules)
            {
                if (rule.Target is FirewallTarget.Drop) return rule.Origin;
                if (rule.Target is FirewallTarget.Jump jump && ruleset.TryGet(inner.Table, jump.Chain, out var next)
                    && Search(next) is { } found)
                {
                    return found;
                }
            }
            return null;
        }
    }
}
