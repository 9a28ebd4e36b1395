using System.Collections.Immutable;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Agent.Objects;

/// <summary>
/// Which host endpoints of the node are enforced. One begins to be once all that may judge it could be read: what cannot
/// be read may be what lets people in. Then it goes on, whatever cannot be read later. It has one owner.
/// </summary>
sealed class HostAdmission(string node)
{
    static readonly string[] Kinds =
    [
        "GlobalNetworkPolicy", "Tier", "Profile", "GlobalNetworkSet", "NetworkSet", FailsafeResource.KindName,
        // Version 1 of Calico's API, in folders.
        "policy", "tier", "profile",
    ];

    readonly HashSet<string> _admitted = new(StringComparer.Ordinal);
    ImmutableArray<HostEndpoint> _known = [];

    /// <summary>Those that are enforced, and all of other nodes; the same list as long as nothing about them changes.</summary>
    public ImmutableArray<HostEndpoint> Admitted { get; private set; } = [];

    /// <summary>Those of the node that wait.</summary>
    public ImmutableArray<HostEndpoint> Held { get; private set; } = [];

    /// <summary>What they wait for; null where none does.</summary>
    public UnreadDocument? Cause { get; private set; }

    /// <summary>Takes note of what there is now.</summary>
    /// <param name="all">The host endpoints of all nodes.</param>
    /// <param name="unknown">What could never be read.</param>
    public void Judge(ImmutableArray<HostEndpoint> all, ImmutableArray<UnreadDocument> unknown)
    {
        var cause = unknown.FirstOrDefault(MayJudge);
        if (all == _known && (Held.IsEmpty || cause is not null)) return;
        _known = all;
        _admitted.RemoveWhere(name => !all.Any(host => IsOwn(host) && host.Name == name));
        if (cause is null) _admitted.UnionWith(all.Where(IsOwn).Select(host => host.Name));
        Held = [.. all.Where(host => IsOwn(host) && !_admitted.Contains(host.Name))];
        Admitted = Held.IsEmpty ? all : [.. all.Except(Held)];
        Cause = Held.IsEmpty ? null : cause;
    }

    bool IsOwn(HostEndpoint host) => host.NodeName == node;

    bool MayJudge(UnreadDocument document) => document.Kind is null
        || (Kinds.Contains(document.Kind) && !IsOfAnotherNode(document));

    bool IsOfAnotherNode(UnreadDocument document) => document is { Kind: FailsafeResource.KindName, Name: { } name }
        && name != "default" && name != $"node.{node}";
}
