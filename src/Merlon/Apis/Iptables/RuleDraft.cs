using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Apis.Iptables;

/// <summary>What has been read of the rule of one command. Addresses are lists: a rule for each pair of them.</summary>
sealed class RuleDraft(IpFamily family, List<RuleFault> faults)
{
    readonly List<FirewallMatch> _matches = [];
    readonly List<(Func<bool> Holds, string Message, ShellWord Word)> _needs = [];

    public IpFamily Family => family;

    public List<FirewallMatch> Sources { get; } = [];

    public List<FirewallMatch> Destinations { get; } = [];

    public FirewallTarget? Target { get; set; }

    /// <summary>The extensions loaded by <c>-m</c>.</summary>
    public HashSet<string> Extensions { get; } = new(StringComparer.Ordinal);

    /// <summary>The last extension or target that is not understood: it owns options that nobody else knows.</summary>
    public string? OwnerOfUnknown { get; set; }

    /// <summary>The protocol of <c>-p</c>, where it is not negated.</summary>
    public Protocol? Protocol { get; set; }

    public void Add(FirewallMatch match)
    {
        if (!_matches.Contains(match)) _matches.Add(match);
    }

    public void Replace(FirewallMatch match, FirewallMatch by)
    {
        if (_matches.Remove(match)) _matches.Add(by);
    }

    public void Fail(string message, ShellWord word) =>
        faults.Add(new RuleFault(DiagnosticCodes.IptablesSyntax, message, word));

    public void Fail(DiagnosticCode code, string message, ShellWord word) => faults.Add(new RuleFault(code, message, word));

    /// <summary>Takes down what must hold once the whole rule is read: options may stand in any order.</summary>
    public void Need(Func<bool> holds, string message, ShellWord word) => _needs.Add((holds, message, word));

    /// <summary>Reports what does not hold.</summary>
    public void Check()
    {
        foreach (var (holds, message, word) in _needs)
        {
            if (!holds()) Fail(message, word);
        }
    }

    /// <summary>Takes down that the word is filled in by the shell, and with it a condition or more.</summary>
    public void Doubt(ShellWord word, FirewallMatch.Unknowable match)
    {
        faults.Add(new RuleFault(
            DiagnosticCodes.IptablesUnread,
            $"`{word}` is filled in by the shell and not known here: the rule may match anything that its other "
                + "conditions leave, and a verdict that turns on it is unknown.",
            word));
        Add(match);
    }

    public IEnumerable<RuleSpec> Build(string text, SourceLocation origin)
    {
        foreach (var source in Sources.DefaultIfEmpty())
        {
            foreach (var destination in Destinations.DefaultIfEmpty())
            {
                yield return new RuleSpec(
                    [.. new[] { source, destination }.OfType<FirewallMatch>(), .. _matches],
                    Target ?? new FirewallTarget.Continue(),
                    text,
                    origin);
            }
        }
    }
}
