using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>The policies of a tier by the one namespace that their subjects are in: most policies are of another namespace.</summary>
sealed class SubjectIndex
{
    readonly Tier _tier;
    readonly Dictionary<string, List<int>> _ofNamespace = new(StringComparer.Ordinal);
    readonly List<int> _ofAny = [];

    public SubjectIndex(Tier tier)
    {
        _tier = tier;
        for (var i = 0; i < tier.Policies.Length; i++)
        {
            var place = tier.Policies[i].Subject is not EndpointSelector { Namespaces: NamespaceScope.Named { Name: var home } } ? _ofAny
                : _ofNamespace.TryGetValue(home, out var known) ? known
                : _ofNamespace[home] = [];
            place.Add(i);
        }
    }

    /// <summary>Those that may select the endpoint, in order.</summary>
    public IEnumerable<Policy> Of(Endpoint endpoint)
    {
        List<int> own = endpoint.Namespace is { } home && _ofNamespace.TryGetValue(home.Name, out var found) ? found : [];
        for (var (i, j) = (0, 0); i < own.Count || j < _ofAny.Count;)
        {
            var isOwn = j == _ofAny.Count || (i < own.Count && own[i] < _ofAny[j]);
            yield return _tier.Policies[isOwn ? own[i++] : _ofAny[j++]];
        }
    }
}
