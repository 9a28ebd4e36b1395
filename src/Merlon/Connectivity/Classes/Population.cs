using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>
/// Ends, indexed so that a selector or a block is held against few of them. Whether one matches, only the selector or
/// the matcher says.
/// </summary>
sealed class Population
{
    readonly IReadOnlyList<FlowEnd> _ends;
    readonly Dictionary<ClusterNamespace, List<int>> _byNamespace = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<string, List<int>> _byNamespaceName = new(StringComparer.Ordinal);
    readonly List<int> _withoutNamespace = [];
    readonly Dictionary<string, Dictionary<string, List<int>>> _byLabel = new(StringComparer.Ordinal);
    readonly int[] _byAddress;
    readonly IpAddress[] _addresses;
    int[]? _everyone;

    public Population(IReadOnlyList<FlowEnd> ends)
    {
        _ends = ends;
        for (var i = 0; i < ends.Count; i++)
        {
            if (ends[i].Endpoint is not { } endpoint) continue;
            if (endpoint.Namespace is { } home) ListOf(_byNamespace, home).Add(i);
            else _withoutNamespace.Add(i);
        }
        foreach (var (home, inhabitants) in _byNamespace) _byNamespaceName.Add(home.Name, inhabitants);
        _byAddress = [.. Enumerable.Range(0, ends.Count).Where(i => ends[i].Address is not null)];
        _addresses = Array.ConvertAll(_byAddress, i => ends[i].Address!.Value);
        Array.Sort(_addresses, _byAddress);
    }

    /// <summary>The ends that the selector means, in no order.</summary>
    public void AddMembers(Subject selector, List<int> members)
    {
        if (selector is not EndpointSelector pods)
        {
            AddMembers(selector, Everyone(), members);
            return;
        }
        if (pods.Namespaces is NamespaceScope.Named named)
        {
            AddMembers(selector, _byNamespaceName.GetValueOrDefault(named.Name, []), members);
        }
        else if (pods.Pods.Required is var (key, values))
        {
            var byValue = ByLabel(key);
            foreach (var value in values) AddMembers(selector, byValue.GetValueOrDefault(value, []), members);
            return;
        }
        else
        {
            foreach (var (home, inhabitants) in _byNamespace)
            {
                if (pods.Namespaces.Contains(home)) AddMembers(selector, inhabitants, members);
            }
        }
        AddMembers(selector, _withoutNamespace, members);
    }

    /// <summary>The ends that the peer means, and those that it may mean.</summary>
    public void AddMatches(Peer peer, PeerMatcher matcher, List<int> matched, List<int> doubtful)
    {
        if (peer is Peer.Pods pods)
        {
            AddMembers(pods.Selector, matched);
            return;
        }
        foreach (var i in CandidatesOf(peer))
        {
            var outcome = PeerMatcher.OutcomeOf(matcher.Match(peer, _ends[i]));
            if (outcome == MatchOutcome.Yes) matched.Add(i);
            else if (outcome == MatchOutcome.Unknown) doubtful.Add(i);
        }
    }

    void AddMembers(Subject selector, IReadOnlyList<int> candidates, List<int> members)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (_ends[candidates[i]].Endpoint is { } endpoint && selector.Matches(endpoint)) members.Add(candidates[i]);
        }
    }

    // For a block those with an address in it; for any other peer all.
    ReadOnlySpan<int> CandidatesOf(Peer peer)
    {
        if (peer is not Peer.Block block) return Everyone();
        var first = PlaceOf(block.Cidr.First);
        var last = block.Cidr.Last;
        var end = first;
        while (end < _addresses.Length && _addresses[end].CompareTo(last) <= 0) end++;
        return _byAddress.AsSpan(first, end - first);
    }

    int[] Everyone() => _everyone ??= [.. Enumerable.Range(0, _ends.Count)];

    int PlaceOf(IpAddress address)
    {
        var (low, high) = (0, _addresses.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (_addresses[middle].CompareTo(address) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    Dictionary<string, List<int>> ByLabel(string key)
    {
        if (_byLabel.TryGetValue(key, out var byValue)) return byValue;
        byValue = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < _ends.Count; i++)
        {
            if (_ends[i].Endpoint is { } endpoint && endpoint.Labels.TryGet(key, out var value)) ListOf(byValue, value).Add(i);
        }
        return _byLabel[key] = byValue;
    }

    static List<int> ListOf<TKey>(Dictionary<TKey, List<int>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list)) lists.Add(key, list = []);
        return list;
    }
}
