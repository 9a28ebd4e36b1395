using System.Collections.Immutable;
using Merlon.Assertions;

namespace Merlon.Lab.Probing;

/// <summary>What packets say of a claim.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Packets">The packets that it speaks of.</param>
/// <param name="Against">Those that fared otherwise than it says.</param>
public sealed record ClaimResult(Assertion Claim, int Packets, ImmutableArray<ProbeResult> Against)
{
    /// <summary>Whether any packet could tell.</summary>
    public bool IsAsked => Packets > 0;

    public bool IsTrue => IsAsked && Against.IsEmpty;
}
