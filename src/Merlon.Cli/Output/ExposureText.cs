using Merlon.Connectivity.Exposure;
using Merlon.Connectivity.Groups;
using Merlon.Policies;

namespace Merlon.Cli.Output;

/// <summary>Writes what workloads are exposed to for people.</summary>
sealed class ExposureText(Page page, ExposureReport report)
{
    const int MostNotYet = 3;

    static readonly int[] Widest = [4, 7, 62, 24];

    readonly EndGroupText _names = new(report.Everyone);

    public void Write(IReadOnlyList<WorkloadExposure> workloads)
    {
        foreach (var workload in workloads)
        {
            page.Wrapped($"{workload.Name}   {Isolation(workload)}", 2, page.Ink.Strong);
            var rows = Rows("from", workload.From).Concat(Rows("to", workload.To)).ToList();
            if (rows.Count > 0) Columns.Write(page, rows, Widest);
            page.Line();
        }
        WriteUnprotected(workloads);
        foreach (var policy in report.Idle) page.Pointing($"selects nothing   {policy.Id}", policy.Origin.ToShortString(), 4);
        foreach (var idle in report.IdleRules) Write(idle);
        page.Line(
            $"{workloads.Count} workloads · {report.Idle.Length} policies select nothing · {report.IdleRules.Length} rules decide nothing");
    }

    static string Isolation(WorkloadExposure workload) => (workload.IsIsolatedForIngress, workload.IsIsolatedForEgress) switch
    {
        (true, true) => "isolated",
        (true, false) => "isolated for ingress, not for egress",
        (false, true) => "isolated for egress, not for ingress",
        _ => "not isolated",
    };

    IEnumerable<string[]> Rows(string side, IEnumerable<Reach> reaches)
    {
        var first = true;
        foreach (var reach in reaches)
        {
            var ports = OpeningText.Of(reach.Opening, reach.Family);
            if (!reach.Inside.IsEmpty) yield return Row("inside", _names.Of(new EndGroup(reach.Inside, [], false)), ports);
            if (!reach.NotYet.IsEmpty) yield return Row("not yet", NotYet(reach), ports);
            if (!reach.Outside.IsEmpty) yield return Row("outside", _names.Of(reach.Outside), ports);
        }

        string[] Row(string kind, string who, string ports)
        {
            var label = first ? side : "";
            first = false;
            return [label, kind, who, ports];
        }
    }

    static string NotYet(Reach reach) => string.Join("; ", reach.NotYet.Take(MostNotYet))
        + (reach.NotYet.Length > MostNotYet ? $" and {reach.NotYet.Length - MostNotYet} more" : "");

    void WriteUnprotected(IReadOnlyList<WorkloadExposure> workloads)
    {
        var open = workloads.Where(workload => !workload.IsIsolatedForIngress && !workload.IsIsolatedForEgress).ToList();
        if (open.Count == 0) return;
        page.Wrapped($"unprotected       {_names.Of(new EndGroup([.. open.Select(workload => workload.Name)], [], false))}", 18);
    }

    void Write(IdleRule idle)
    {
        var why = idle.Why switch
        {
            Idleness.NobodyMeant => "nobody is meant by its peers",
            Idleness.NothingMatches => "nothing matches it",
            Idleness.Shadowed => "decided before by " + string.Join(
                ", ", idle.Before.Take(2).Select(before => $"{before.Policy.Id.QualifiedName} rule {before.Rule.Number}")),
            _ => throw new InvalidOperationException($"{idle.Why} has no words."),
        };
        var side = idle.Direction == Direction.Ingress ? "ingress" : "egress";
        page.Pointing(
            $"decides nothing   {idle.Policy.Id.QualifiedName} {side} rule {idle.Rule.Number}: {why}",
            idle.Rule.Origin.ToShortString(),
            18);
    }
}
