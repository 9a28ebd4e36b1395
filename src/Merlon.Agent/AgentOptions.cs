using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Agent;

/// <summary>What an agent is to do.</summary>
/// <param name="Node">The node whose pods it guards.</param>
public sealed record AgentOptions(string Node)
{
    public AgentMode Mode { get; init; } = AgentMode.Enforce;

    /// <summary>Whether packets that are denied are reported.</summary>
    public bool ReportsDenials { get; init; }

    /// <summary>The policies, as <c>namespace/name</c>, of which packets that they let through are reported.</summary>
    public ImmutableArray<string> ReportsAllowsOf { get; init; } = [];

    /// <summary>What happens to addresses in the node's pod ranges that no pod is known to have.</summary>
    public UnknownPods UnknownPods { get; init; } = UnknownPods.Drop;

    /// <summary>The blocks that the node's pods get their addresses from, where the node does not say so itself.</summary>
    public ImmutableArray<Cidr> PodRanges { get; init; } = [];

    internal bool ReportsFlows => ReportsDenials || Mode == AgentMode.Audit || !ReportsAllowsOf.IsEmpty;

    internal FlowReporting Reporting => new()
    {
        Denials = ReportsDenials,
        AllowsOf = ReportsAllowsOf,
        IsAudit = Mode == AgentMode.Audit,
    };
}
