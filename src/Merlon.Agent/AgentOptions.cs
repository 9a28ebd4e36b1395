using Merlon.Nftables;

namespace Merlon.Agent;

/// <summary>What an agent is to do.</summary>
/// <param name="Node">The node whose pods it guards.</param>
public sealed record AgentOptions(string Node)
{
    public AgentMode Mode { get; init; } = AgentMode.Enforce;

    /// <summary>What happens to addresses in the node's pod ranges that no pod is known to have.</summary>
    public UnknownPods UnknownPods { get; init; } = UnknownPods.Drop;
}
