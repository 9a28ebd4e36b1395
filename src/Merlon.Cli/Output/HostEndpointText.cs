using Merlon.Evaluation;
using Merlon.Evaluation.Hosts;

namespace Merlon.Cli.Output;

/// <summary>Writes what a host endpoint does with a flow, for a person.</summary>
static class HostEndpointText
{
    /// <summary>Writes the section.</summary>
    /// <param name="page">Where to.</param>
    /// <param name="host">What the endpoint does, and why.</param>
    /// <param name="showAll">Whether every rule is shown.</param>
    /// <param name="isReached">Whether the flow gets there: nothing on its way denies it before.</param>
    public static void Write(Page page, HostExplanation host, bool showAll, bool isReached)
    {
        var (word, paint) = host.Result.Verdict switch
        {
            _ when !isReached => ("not reached", page.Ink.Faint),
            Verdict.Allow => ("allowed", page.Ink.Good),
            Verdict.Deny => ("denied", (Func<string, string>)page.Ink.Bad),
            _ => ("unknown", page.Ink.Doubtful),
        };
        page.Judged($"  {HostWords.Describe(host.Result, host.Told)} ({HostWords.Traffic(host.Result)})", word, paint);
        if (HostWords.Doubt(host.Result) is { } doubt) page.Wrapped($"    {doubt}", 6);
        if (!isReached) return;
        new TierWalkText(page, host.Side, showAll).Write();
        if (HostWords.Ground(host.Result, host.Told.Result) is not { } ground) return;
        if (host.Told is { Endpoint: { } endpoint, Result.Basis: Basis.NoProfile })
        {
            page.Pointing($"    {ground}", endpoint.Location.ToShortString(), 6);
        }
        else page.Wrapped($"    {ground}", 6);
    }
}
