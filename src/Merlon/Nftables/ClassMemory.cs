using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Merlon.Nftables.Hosts;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>
/// What classes of pods were compiled to, so that a change compiles those anew that it concerns. It keeps what the last
/// compilation asked for. It has one owner.
/// </summary>
sealed class ClassMemory
{
    Dictionary<ClassKey, CompiledClass> _before = [];
    Dictionary<ClassKey, CompiledClass> _now = [];
    Dictionary<(Policy, Direction), ImmutableArray<PortMatch.Named>> _namesBefore = [];
    Dictionary<(Policy, Direction), ImmutableArray<PortMatch.Named>> _namesNow = [];

    public void Begin()
    {
        (_before, _now) = (_now, []);
        (_namesBefore, _namesNow) = (_namesNow, []);
    }

    /// <summary>The chains of the node's host endpoints; null where they were never compiled, or must be again.</summary>
    public CompiledHosts? Hosts { private get; set; }

    /// <summary>Something else changed that rules rest on: addresses of nodes, numbers of ports, or host endpoints.</summary>
    public void Forget()
    {
        _before.Clear();
        _now.Clear();
        Hosts = null;
    }

    /// <summary>The chains of host endpoints, where the policies are the same.</summary>
    public bool TryGetHosts(PolicySet policies, [NotNullWhen(true)] out CompiledHosts? found)
    {
        found = ReferenceEquals(Hosts?.Policies, policies) ? Hosts : null;
        return found is not null;
    }

    public bool TryGet(ClassKey key, [NotNullWhen(true)] out CompiledClass? found)
    {
        if (_now.TryGetValue(key, out found)) return true;
        if (!_before.TryGetValue(key, out found)) return false;
        _now.Add(key, found);
        return true;
    }

    public void Add(ClassKey key, CompiledClass compiled) => _now.Add(key, compiled);

    /// <summary>The port names of a policy that mean its subjects' own ports.</summary>
    public ImmutableArray<PortMatch.Named> OwnNames(Policy policy, Direction direction)
    {
        if (_namesNow.TryGetValue((policy, direction), out var names)) return names;
        if (!_namesBefore.TryGetValue((policy, direction), out names))
        {
            names = [.. policy.Rules(direction).SelectMany(rule => RuleClauses.OwnNames(rule, direction))];
        }
        return _namesNow[(policy, direction)] = names;
    }
}
