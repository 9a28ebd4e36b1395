using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>What a configuration of Calico's agent says about failsafe ports.</summary>
/// <param name="Meta">Its metadata: <c>default</c> is for all nodes, <c>node.NAME</c> for one.</param>
/// <param name="Inbound">The ports of connections to the host; null where it says nothing.</param>
/// <param name="Outbound">The ports of connections from the host; null where it says nothing.</param>
public sealed record FailsafeResource(
    ObjectMeta Meta, ImmutableArray<FailsafePort>? Inbound, ImmutableArray<FailsafePort>? Outbound)
{
    public const string KindName = "FelixConfiguration";

    const string ForAll = "default";
    const string ForNode = "node.";

    /// <summary>Whether it is for all nodes.</summary>
    public bool IsDefault => Meta.Name == ForAll;

    /// <summary>The node that it is for; null where it is for all, or for none.</summary>
    public string? Node => Meta.Name.StartsWith(ForNode, StringComparison.Ordinal) ? Meta.Name[ForNode.Length..] : null;

    /// <summary>What it makes of what holds without it.</summary>
    public Failsafes Apply(Failsafes otherwise) => new(Inbound ?? otherwise.Inbound, Outbound ?? otherwise.Outbound);
}
