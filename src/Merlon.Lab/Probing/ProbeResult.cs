using Merlon.Lab.Planning;
using Merlon.Model;

namespace Merlon.Lab.Probing;

/// <summary>A probe and what became of it.</summary>
/// <param name="Probe">The probe.</param>
/// <param name="Observed">What was seen.</param>
/// <param name="SourcePort">The port that it was last sent from; for ICMP its identifier.</param>
public sealed record ProbeResult(Probe Probe, Observation Observed, ushort SourcePort)
{
    public bool HasArrived => Observed != Observation.Silent;

    /// <summary>A denied packet must not arrive; an allowed one must be answered, or arrive where nothing answers.</summary>
    public bool IsAsPredicted => Probe.IsAllowed ? IsComplete(Probe, Observed) : !HasArrived;

    internal static bool IsComplete(Probe probe, Observation observed) =>
        observed >= (probe.Flow.Protocol == Protocol.Sctp || !probe.ExpectsAnswer ? Observation.Arrived : Observation.Answered);
}
