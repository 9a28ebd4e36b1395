using System.Collections.Immutable;
using Merlon.Diagnostics;

namespace Merlon.Policies.Firewalls;

/// <summary>One rule of a chain. Equality is by reference.</summary>
public sealed class FirewallRule
{
    /// <summary>Its place in its chain, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Conditions, all of which must hold; none means every packet.</summary>
    public required ImmutableArray<FirewallMatch> Matches { get; init; }

    public required FirewallTarget Target { get; init; }

    /// <summary>The conditions and the target as written.</summary>
    public required string Text { get; init; }

    public required SourceLocation Origin { get; init; }

    public override string ToString() => Text;
}
