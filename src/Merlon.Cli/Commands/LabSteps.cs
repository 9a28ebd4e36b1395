using System.Collections.Immutable;
using System.Diagnostics;
using Merlon.Cli.Output;
using Merlon.Lab.Probing;

namespace Merlon.Cli.Commands;

/// <summary>The steps that the commands of a lab share.</summary>
static class LabSteps
{
    /// <summary>Puts the policies in force and sends the packets.</summary>
    /// <returns>Whether all was as predicted.</returns>
    public static bool EnforceAndProbe(
        Merlon.Lab.Lab lab, LabReport report, Progress progress, Action<ImmutableArray<ProbeResult>> also, CancellationToken stop)
    {
        Enforce(lab, report, progress);
        return Probe(lab, report, progress, also, stop);
    }

    public static void Enforce(Merlon.Lab.Lab lab, LabReport report, Progress progress)
    {
        progress.Doing("loading rulesets");
        var time = Stopwatch.StartNew();
        var counts = lab.Enforce(lab.Compile());
        report.Enforced(counts, time.Elapsed);
    }

    public static bool Probe(
        Merlon.Lab.Lab lab, LabReport report, Progress progress, Action<ImmutableArray<ProbeResult>> also, CancellationToken stop)
    {
        var total = lab.Plan.Probes.Length;
        var time = Stopwatch.StartNew();
        var results = lab.Probe(sent => progress.Doing($"{sent} of {total} packets sent"), stop);
        report.Probed(lab.Plan, results, time.Elapsed, lab.InForce);
        also(results);
        return results.All(result => result.IsAsPredicted);
    }
}
