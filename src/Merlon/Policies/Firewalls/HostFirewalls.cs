using System.Collections.Frozen;

namespace Merlon.Policies.Firewalls;

/// <summary>The firewalls that are known, by the name of their node. Immutable.</summary>
public sealed class HostFirewalls(IEnumerable<KeyValuePair<string, HostFirewall>> byNode)
{
    readonly FrozenDictionary<string, HostFirewall> _byNode = byNode.ToFrozenDictionary(StringComparer.Ordinal);

    public static HostFirewalls None { get; } = new([]);

    public bool IsEmpty => _byNode.Count == 0;

    /// <summary>The names of the nodes, in ordinal order.</summary>
    public IEnumerable<string> Nodes => _byNode.Keys.Order(StringComparer.Ordinal);

    public HostFirewall? For(string? node) => node is null ? null : _byNode.GetValueOrDefault(node);
}
