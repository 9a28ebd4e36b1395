using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>
/// The policies of a tier by the namespace of their pods: most belong to one, and need not be asked about endpoints of
/// others.
/// </summary>
sealed class PolicyIndex
{
    readonly ImmutableArray<Policy> _policies;
    readonly List<int> _anywhere = [];
    readonly Dictionary<string, List<int>> _byNamespace = new(StringComparer.Ordinal);

    public PolicyIndex(Tier tier)
    {
        _policies = tier.Policies;
        for (var i = 0; i < _policies.Length; i++) PlacesOf(_policies[i].Subject).Add(i);
    }

    /// <summary>In the order of the tier, all policies that may govern the endpoint.</summary>
    public IEnumerable<Policy> Candidates(Endpoint endpoint)
    {
        IReadOnlyList<int> own = endpoint.Namespace is { } home && _byNamespace.TryGetValue(home.Name, out var found) ? found : [];
        var (i, j) = (0, 0);
        while (i < own.Count || j < _anywhere.Count)
        {
            var isOwn = j == _anywhere.Count || (i < own.Count && own[i] < _anywhere[j]);
            yield return _policies[isOwn ? own[i++] : _anywhere[j++]];
        }
    }

    List<int> PlacesOf(Subject subject)
    {
        if (subject is not EndpointSelector { Namespaces: NamespaceScope.Named { Name: var name } }) return _anywhere;
        if (!_byNamespace.TryGetValue(name, out var known)) _byNamespace[name] = known = [];
        return known;
    }
}
