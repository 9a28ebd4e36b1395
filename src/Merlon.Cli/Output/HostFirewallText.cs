using Merlon.Evaluation;
using Merlon.Evaluation.Firewalls;
using Merlon.Policies.Firewalls;

namespace Merlon.Cli.Output;

/// <summary>Writes what a host's firewall does with a flow, for a person.</summary>
static class HostFirewallText
{
    /// <summary>Writes the section.</summary>
    /// <param name="page">Where to.</param>
    /// <param name="host">What the firewall does.</param>
    /// <param name="isReached">Whether the flow gets there: nothing on its way denies it before.</param>
    public static void Write(Page page, FirewallResult host, bool isReached)
    {
        // Where the host has rules for other traffic only, there is nothing to tell.
        if (host is { Hook: not FirewallHook.Input, Decider: null }) return;
        var (word, paint) = host.Verdict switch
        {
            _ when !isReached => ("not reached", page.Ink.Faint),
            Verdict.Allow => (host.Decider is null ? "allowed (no rule sees it)" : "allowed", page.Ink.Good),
            Verdict.Deny => ("denied", (Func<string, string>)page.Ink.Bad),
            _ => ("unknown", page.Ink.Doubtful),
        };
        page.Judged($"  host firewall of {host.Node} ({Traffic(host.Hook)})", word, paint);
        var would = isReached ? "" : host.Verdict switch
        {
            Verdict.Allow => "would allow: ",
            Verdict.Deny => "would also deny: ",
            _ => "could not be told: ",
        };
        if (host.Doubtful is { } doubtful)
        {
            WriteStep(page, $"{would}{FirewallWords.Place(doubtful)} may decide: {doubtful.Doubt}", doubtful);
            would = "else ";
        }
        if (host.Decider is { } decider) WriteStep(page, would + FirewallWords.Describe(host, decider), decider);
    }

    static void WriteStep(Page page, string text, FirewallStep step)
    {
        if ((step.Rule?.Origin ?? step.Chain.PolicyOrigin) is { } origin)
        {
            page.Pointing($"    {text}", origin.ToShortString(), 6);
        }
        else page.Wrapped($"    {text}", 6);
    }

    static string Traffic(FirewallHook hook) => hook switch
    {
        FirewallHook.Input => "input",
        FirewallHook.Output => "output",
        _ => "forwarding",
    };
}
