using System.Collections.Immutable;
using Merlon.Lab.Planning;

namespace Merlon.Lab.Probing;

/// <summary>Sends all probes of a plan and says what became of each.</summary>
static class ProbeRun
{
    /// <summary>As many connections are open at once.</summary>
    const int WindowSize = 3000;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Allowed packets without an answer are sent again, with more patience: the machine may be busy.</summary>
    static readonly TimeSpan[] MorePatience = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    /// <param name="plan">The probes.</param>
    /// <param name="prefix">The prefix of the lab's namespaces.</param>
    /// <param name="ports">Source ports not used before.</param>
    /// <param name="progress">Is told how many probes have been sent.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static ImmutableArray<ProbeResult> Run(
        LabPlan plan, string prefix, SourcePorts ports, Action<int> progress, CancellationToken cancellation)
    {
        var board = new ProbeBoard(plan.Probes.Length);
        var sent = 0;
        foreach (var probes in plan.Probes.Chunk(WindowSize))
        {
            progress(sent);
            new ProbeWindow(plan, prefix, [.. probes], board, ports).Run(Patience, cancellation);
            sent += probes.Length;
        }
        foreach (var patience in MorePatience)
        {
            var again = plan.Probes.Where(probe => probe.IsAllowed && !ProbeResult.IsComplete(probe, board[probe]))
                .Take(WindowSize)
                .ToImmutableArray();
            if (again.IsEmpty) break;
            new ProbeWindow(plan, prefix, again, board, ports).Run(patience, cancellation);
        }
        return [.. plan.Probes.Select(probe => new ProbeResult(probe, board[probe], board.SourcePort(probe)))];
    }
}
