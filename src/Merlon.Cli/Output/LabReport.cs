using System.Collections.Immutable;
using System.Globalization;
using Merlon.Assertions;
using Merlon.Lab;
using Merlon.Lab.Planning;
using Merlon.Lab.Probing;
using Merlon.Model;

namespace Merlon.Cli.Output;

/// <summary>Writes what a lab did for a person.</summary>
sealed class LabReport(Page page)
{
    const int MostTold = 20;
    const int Left = 9;

    public void Built(LabPlan plan, TimeSpan time) =>
        Phase(
            "lab",
            $"{Count(plan.Nodes.Count(), "node")}, {Count(plan.Pods.Count(), "pod")}, {(plan.Options.Network == LabNetwork.Bridge ? "bridged" : "routed")}, IPv4 and IPv6",
            time);

    public void Enforced(RulesetCounts counts, TimeSpan time) =>
        Phase(
            "kernel",
            $"{Count(counts.Rulesets, "ruleset")}: {Count(counts.Chains, "chain")}, {Count(counts.Sets, "set")}, {Count(counts.Elements, "element")}",
            time);

    public void Probed(LabPlan plan, ImmutableArray<ProbeResult> results, TimeSpan time, Func<LabPlace, string> inForce)
    {
        var wrong = results.Where(result => !result.IsAsPredicted).ToList();
        Phase(
            "probes",
            $"{Count(results.Length, "packet")}: {(wrong.Count == 0 ? $"{results.Length} as predicted" : $"{wrong.Count} NOT as predicted")}",
            time);
        Notes(plan);
        if (results.IsEmpty) return;
        new LabMatrix(page).Write(plan, results);
        var mixed = results.GroupBy(result => (result.Probe.Port, result.Probe.From, result.Probe.To))
            .Any(cell => cell.Select(result => result.HasArrived).Distinct().Count() > 1);
        page.Line($"  ● reached   ○ denied   {(mixed ? "4, 6 reached by this IP version alone   " : "")}{(wrong.Count > 0 ? "✗ not as predicted   " : "")}· not asked{(wrong.Count == 0 ? "      all as predicted" : "")}");
        if (wrong.Count > 0) Disagreements(plan, wrong, inForce);
    }

    /// <summary>Which claims the packets bear out.</summary>
    public void Claimed(IReadOnlyList<ClaimResult> claims)
    {
        page.Line();
        page.Line("  What is claimed, by the packets:");
        foreach (var claim in claims)
        {
            var line = $"  {(!claim.IsAsked ? "·" : claim.IsTrue ? "✓ true" : "✗ false"),-7}  {claim.Claim.Name}";
            page.Wrapped(line, 11, !claim.IsAsked ? page.Ink.Faint : claim.IsTrue ? page.Ink.Good : page.Ink.Bad);
            page.Wrapped($"           {Evidence(claim)}", 11, page.Ink.Faint);
        }
    }

    static string Evidence(ClaimResult claim)
    {
        if (!claim.IsAsked) return "no packet was sent that could tell: --port asks for its ports";
        var arrives = claim.Claim.Kind == AssertionKind.Allow;
        if (claim.IsTrue) return $"{Count(claim.Packets, "packet")}, {(arrives ? "all arrived" : "none arrived")}";
        var (probe, count) = (claim.Against[0].Probe, claim.Against.Length);
        return $"{count} of {Count(claim.Packets, "packet")} {(arrives ? "did not arrive" : "arrived")}, such as "
            + $"{probe.From.Name} → {probe.To.Name} {probe.Port} over {probe.Family}";
    }

    void Notes(LabPlan plan)
    {
        if (plan.Ports.Unnamed is { } unnamed)
        {
            var others = plan.Ports.LeftOut.IsEmpty
                ? ""
                : $"; --port asks for others, such as {string.Join(", ", plan.Ports.LeftOut.Take(3))}";
            page.Wrapped($"{"",Left}nothing names {unnamed}{others}", Left, page.Ink.Faint);
        }
        foreach (var note in plan.Notes) page.Wrapped($"{"",Left}{note}", Left, page.Ink.Faint);
    }

    void Disagreements(LabPlan plan, List<ProbeResult> wrong, Func<LabPlace, string> inForce)
    {
        page.Line();
        var nodes = plan.Nodes.ToDictionary(place => place.Node ?? place.Name, StringComparer.Ordinal);
        foreach (var result in wrong.Take(MostTold))
        {
            page.Wrapped(page.Ink.Bad(Sentence(result)), 2);
        }
        if (wrong.Count > MostTold) page.Line($"and {wrong.Count - MostTold} more");
        var involved = new[] { wrong[0].Probe.To.Node, wrong[0].Probe.From.Node }.OfType<string>().Distinct(StringComparer.Ordinal);
        foreach (var node in involved)
        {
            page.Line();
            page.Line($"In force on {node}:");
            page.Line(inForce(nodes[node]).TrimEnd());
        }
    }

    /// <summary>One disagreement: the packet, what was predicted, what was seen.</summary>
    public static string Sentence(ProbeResult result)
    {
        var probe = result.Probe;
        var seen = result.Observed switch
        {
            Observation.Silent => "the packet did not arrive",
            Observation.Arrived when probe.IsAllowed => "only the packet arrived, not its answer",
            _ => "the packet arrived",
        };
        var predicted = probe.IsAllowed ? "ALLOWED" : "DENIED";
        return $"predicted {predicted}, but {seen}: {probe.From.Name} ({At(probe.Source, result.SourcePort)}) → {probe.To.Name} ({At(probe.Destination, probe.Flow.Port)}/{probe.Flow.Protocol})";
    }

    void Phase(string name, string text, TimeSpan time) =>
        page.Judged(name.PadRight(Left) + text, Duration(time), word => word);

    static string At(IpAddress address, ushort port) =>
        port == 0 ? $"{address}" : address.Family == IpFamily.IPv6 ? $"[{address}]:{port}" : $"{address}:{port}";

    static string Count(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");

    static string Duration(TimeSpan time) => time.TotalSeconds < 0.1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
}
