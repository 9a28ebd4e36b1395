using System.Text;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Apis.Iptables;

/// <summary>
/// Reads iptables: scripts of <c>iptables</c> and <c>ip6tables</c> commands, and what <c>iptables-save</c> prints, also
/// one behind the other. Runs nothing: what only a running shell knows is reported, and leaves the rule in doubt.
/// </summary>
public static class IptablesReader
{
    /// <summary>Reads a text.</summary>
    /// <param name="source">The text in UTF-8.</param>
    /// <param name="firstLine">The number of its first line, where it is part of a larger one.</param>
    public static IptablesText Read(SourceText source, int firstLine = 1)
    {
        var reading = new Reading(source.Name);
        reading.Read(Encoding.UTF8.GetString(source.Content.Span).TrimStart('\uFEFF'), firstLine);
        return reading.Result();
    }

    sealed class Reading(string name)
    {
        readonly List<Diagnostic> _diagnostics = [];
        readonly Dictionary<IpFamily, RulesetBuilder> _builders = [];

        public void Read(string text, int firstLine)
        {
            var saved = new SavedRulesReader(name, _diagnostics, Builder);
            var script = new ScriptReader(name, _diagnostics, Builder, saved);
            // Lines of iptables-save start with signs that no command starts with.
            if (SavedRulesReader.Looks(text)) saved.Read(text, firstLine);
            else script.Read(text, firstLine);
        }

        public IptablesText Result()
        {
            var touched = _builders.Where(pair => pair.Value.IsTouched).OrderBy(pair => pair.Key).ToList();
            var rulesets = touched.Select(pair => pair.Value.Build()).ToList();
            var foreign = touched.Zip(rulesets)
                .SelectMany(pair => pair.Second.Chains
                    .Where(chain => pair.First.Value.Foreign.Contains((chain.Table, chain.Name))))
                .ToList();
            foreach (var ruleset in rulesets) ReportMissingChains(ruleset);
            foreach (var chain in foreign) ReportForeign(chain);
            return new IptablesText(
                name, new HostFirewall([.. rulesets]), [.. _diagnostics.Distinct().Order()], [.. foreign]);
        }

        RulesetBuilder Builder(IpFamily family)
        {
            if (!_builders.TryGetValue(family, out var builder))
            {
                builder = _builders[family] = new RulesetBuilder(family, _diagnostics);
            }
            return builder;
        }

        void ReportMissingChains(FirewallRuleset ruleset)
        {
            foreach (var rule in ruleset.Chains.SelectMany(chain => chain.Rules.Select(rule => (chain.Table, Rule: rule))))
            {
                if (rule.Rule.Target is not FirewallTarget.Jump jump
                    || ruleset.TryGet(rule.Table, jump.Chain, out _))
                {
                    continue;
                }
                _diagnostics.Add(new Diagnostic(
                    DiagnosticCodes.IptablesUnread,
                    $"`{jump.Chain}` is neither a target that is known nor a chain of the input: what it does to a packet "
                        + "is not known, and a verdict that turns on it is unknown.",
                    rule.Rule.Origin,
                    "",
                    rule.Rule.Text));
            }
        }

        void ReportForeign(FirewallChain chain) => _diagnostics.Add(new Diagnostic(
            DiagnosticCodes.IptablesForeignChain,
            $"chain {chain} is another program's: nothing in the input creates it or leads to it. "
                + "Its owner may rewrite it at any time, and no verdict here counts on the rule.",
            chain.Rules.Select(rule => rule.Origin).FirstOrDefault() ?? new SourceLocation(name, 1, 1)));
    }
}
