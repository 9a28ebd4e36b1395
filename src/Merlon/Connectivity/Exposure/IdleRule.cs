using System.Collections.Immutable;
using Merlon.Policies;

namespace Merlon.Connectivity.Exposure;

/// <summary>Why a rule decides nothing.</summary>
public enum Idleness
{
    /// <summary>No pod, node or range of addresses is meant by its peers.</summary>
    NobodyMeant,

    /// <summary>Whatever it matches is decided before it.</summary>
    Shadowed,

    /// <summary>It matches nothing for another reason: its ports have names that nobody gives, or its conditions exclude
    /// all.</summary>
    NothingMatches,
}

/// <summary>A rule of a policy that selects something, and that decides nothing for any of them.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Direction">The direction.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Why">Why it decides nothing.</param>
/// <param name="Before">The rules that decide before it what it would, where it is shadowed.</param>
public sealed record IdleRule(
    Policy Policy, Direction Direction, Rule Rule, Idleness Why, ImmutableArray<(Policy Policy, Rule Rule)> Before);
