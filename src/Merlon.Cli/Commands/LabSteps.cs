using System.Collections.Immutable;
using System.Diagnostics;
using Merlon.Cli.Output;
using Merlon.Lab;
using Merlon.Lab.Planning;
using Merlon.Lab.Probing;
using Merlon.Lab.State;

namespace Merlon.Cli.Commands;

/// <summary>The steps that the commands of a lab share, each reported with its time.</summary>
static class LabSteps
{
    public static Merlon.Lab.Lab Build(
        LabFolder folder, LabInput input, Snapshot snapshot, LabOptions options, bool staysUp, LabReport report, Progress progress, CancellationToken stop)
    {
        progress.Doing("making namespaces");
        var time = Stopwatch.StartNew();
        var lab = Merlon.Lab.Lab.Build(folder, input, snapshot, options, staysUp, stop);
        report.Built(lab.Plan, time.Elapsed);
        return lab;
    }

    public static void Enforce(Merlon.Lab.Lab lab, LabReport report, Progress progress)
    {
        progress.Doing("loading rulesets");
        var time = Stopwatch.StartNew();
        var counts = lab.Enforce(lab.Compile());
        report.Enforced(counts, time.Elapsed);
    }

    /// <summary>Sends the packets, and says whether all was as predicted.</summary>
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
