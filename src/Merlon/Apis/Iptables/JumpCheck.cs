using Merlon.Diagnostics;
using Merlon.Policies.Firewalls;

namespace Merlon.Apis.Iptables;

/// <summary>Chains may not lead back to themselves: the kernel refuses such rules.</summary>
static class JumpCheck
{
    /// <summary>The chains, in which a jump that closes a loop is one that nobody can tell the end of.</summary>
    public static IEnumerable<FirewallChain> WithoutLoops(
        IReadOnlyCollection<FirewallChain> chains, List<Diagnostic> diagnostics)
    {
        var byName = chains.ToDictionary(chain => (chain.Table, chain.Name));
        var closing = new HashSet<FirewallRule>();
        var done = new HashSet<FirewallChain>();
        foreach (var chain in chains) Search(chain);
        foreach (var rule in closing)
        {
            diagnostics.Add(new Diagnostic(
                DiagnosticCodes.IptablesSyntax, "the jump leads back to its own chain: iptables refuses it", rule.Origin));
        }
        return chains.Select(chain => closing.Overlaps(chain.Rules) ? Cut(chain, closing) : chain);

        void Search(FirewallChain start)
        {
            // Without recursion: a hostile script can nest chains deeper than a stack.
            var path = new Stack<(FirewallChain Chain, int Next)>([(start, 0)]);
            var open = new HashSet<FirewallChain> { start };
            while (path.TryPop(out var at))
            {
                if (done.Contains(at.Chain) || at.Next >= at.Chain.Rules.Length)
                {
                    done.Add(at.Chain);
                    open.Remove(at.Chain);
                    continue;
                }
                path.Push((at.Chain, at.Next + 1));
                var rule = at.Chain.Rules[at.Next];
                if (rule.Target is not FirewallTarget.Jump jump
                    || !byName.TryGetValue((at.Chain.Table, jump.Chain), out var next))
                {
                    continue;
                }
                if (open.Contains(next)) closing.Add(rule);
                else if (!done.Contains(next))
                {
                    open.Add(next);
                    path.Push((next, 0));
                }
            }
        }
    }

    static FirewallChain Cut(FirewallChain chain, HashSet<FirewallRule> closing) => new()
    {
        Table = chain.Table,
        Name = chain.Name,
        Hook = chain.Hook,
        DropsTheRest = chain.DropsTheRest,
        PolicyOrigin = chain.PolicyOrigin,
        Rules = [.. chain.Rules.Select(rule => !closing.Contains(rule) ? rule : new FirewallRule
        {
            Number = rule.Number,
            Matches = rule.Matches,
            Target = new FirewallTarget.Unknowable("a jump that leads back to its own chain"),
            Text = rule.Text,
            Origin = rule.Origin,
        })],
    };
}
