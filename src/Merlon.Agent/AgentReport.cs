using System.Collections.Immutable;
using Merlon.Nftables;

namespace Merlon.Agent;

/// <summary>How an agent fares at one moment, for those who ask. Immutable.</summary>
public sealed record AgentReport
{
    public required AgentOptions Options { get; init; }

    /// <summary>When the agent last looked whether there is anything to do.</summary>
    public DateTimeOffset LastTurn { get; init; }

    /// <summary>Whether everything there is to know was read once.</summary>
    public bool IsSynced { get; init; }

    /// <summary>Whether the kernel has what is wanted.</summary>
    public bool IsInForce { get; init; }

    /// <summary>What keeps the node from being guarded as it should be, in words; empty where nothing does.</summary>
    public ImmutableArray<string> Troubles { get; init; } = [];

    /// <summary>The size of the ruleset; null before there is one.</summary>
    public RulesetSize? Ruleset { get; init; }

    /// <summary>The name of the table in force; null where there is none.</summary>
    public string? Table { get; init; }

    public int LocalPods { get; init; }

    /// <summary>The host endpoints of the node that are enforced.</summary>
    public int HostEndpoints { get; init; }

    public int Policies { get; init; }

    public int Tiers { get; init; }

    /// <summary>When the kernel was last changed; null where it was not.</summary>
    public DateTimeOffset? LastChange { get; init; }

    /// <summary>How long that took, from event to acknowledgement.</summary>
    public TimeSpan LastDuration { get; init; }

    /// <summary>The bridges that pods are on, and whether what crosses them is filtered.</summary>
    public ImmutableArray<BridgeState> Bridges { get; init; } = [];

    public bool IsReady => IsSynced && IsInForce && Troubles.IsEmpty;
}
