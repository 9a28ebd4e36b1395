using System.Collections.Immutable;
using Merlon.Assertions;
using Merlon.Lab.Planning;
using Merlon.Model;
using Merlon.Questions;

namespace Merlon.Lab.Probing;

/// <summary>Holds claims against the packets of a lab, whatever the model says of them.</summary>
public static class ClaimCheck
{
    const string Outside = "outside";

    /// <summary>The ports that must be asked so that the claims are.</summary>
    public static ImmutableArray<ProbePort> PortsOf(IEnumerable<Assertion> claims) =>
        [.. claims.SelectMany(claim => claim.Ports).Select(PortOf).Distinct()];

    /// <summary>Looks at the packets that a claim speaks of.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="run">Tells whom it speaks of.</param>
    /// <param name="results">What became of the packets.</param>
    public static ClaimResult Check(Assertion claim, AssertionRun run, ImmutableArray<ProbeResult> results)
    {
        var pairs = run.PairsOf(claim).Select(pair => (NameOf(pair.From), NameOf(pair.To))).ToHashSet();
        var asked = results
            .Where(result => IsAbout(claim, result.Probe.Port) && pairs.Contains((NameOf(result.Probe.From), NameOf(result.Probe.To))))
            .ToList();
        var arrives = claim.Kind == AssertionKind.Allow;
        return new ClaimResult(claim, asked.Count, [.. asked.Where(result => result.HasArrived != arrives)]);
    }

    static bool IsAbout(Assertion claim, ProbePort port) =>
        claim.Ports.IsEmpty || claim.Ports.Any(asked => PortOf(asked) == port);

    static ProbePort PortOf(PortQuestion asked) => new(asked.Protocol ?? Protocol.Tcp, asked.Number ?? 0);

    // Whoever is outside stands for all who are.
    static string NameOf(FlowEnd end) => end.Endpoint?.Id.Text ?? Outside;

    static string NameOf(LabPlace place) => place.Kind == PlaceKind.Outside ? Outside : place.Id;
}
