using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>The policies of a tier by the one namespace that their subjects are in: most policies are of another namespace.</summary>
sealed class SubjectIndex
{
    readonly Tier _tier;
    readonly Dictionary<string, List<int>> _ofNamespace = new(StringComparer.Ordinal);
    readonly List<int> _ofAny = [];
    readonly List<Policy> _applying = [];

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

    /// <summary>Those that apply to the endpoint in the direction, in order. Not safe for concurrent use.</summary>
    public ImmutableArray<Policy> Applying(Endpoint endpoint, Direction direction)
    {
        List<int> own = endpoint.Namespace is { } home && _ofNamespace.TryGetValue(home.Name, out var found) ? found : [];
        _applying.Clear();
        for (var (i, j) = (0, 0); i < own.Count || j < _ofAny.Count;)
        {
            var isOwn = j == _ofAny.Count || (i < own.Count && own[i] < _ofAny[j]);
            var policy = _tier.Policies[isOwn ? own[i++] : _ofAny[j++]];
            if (policy.Governs(direction) && policy.Subject.Matches(endpoint)) _applying.Add(policy);
        }
        return [.. _applying];
    }
}
