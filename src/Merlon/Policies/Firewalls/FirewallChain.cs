using System.Collections.Immutable;
using Merlon.Diagnostics;

namespace Merlon.Policies.Firewalls;

/// <summary>Rules in order, of which the first that decides counts. Equality is by reference.</summary>
public sealed class FirewallChain
{
    public required string Table { get; init; }

    public required string Name { get; init; }

    public required ImmutableArray<FirewallRule> Rules { get; init; }

    /// <summary>Where packets meet it by themselves; null for a chain that only jumps lead to.</summary>
    public FirewallHook? Hook { get; init; }

    /// <summary>Of a base chain: whether what no rule decides is dropped.</summary>
    public bool DropsTheRest { get; init; }

    /// <summary>Where that is written; null where it is the default.</summary>
    public SourceLocation? PolicyOrigin { get; init; }

    /// <summary>The name; with its table, where that is not <c>filter</c>.</summary>
    public override string ToString() => Table == "filter" ? Name : $"{Table} {Name}";
}
