using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis;

/// <summary>
/// What policies were compiled to, so that one that did not change stays the same one. It keeps what the last compilation
/// asked for. It has one owner.
/// </summary>
public sealed class PolicyMemory
{
    Dictionary<PolicyResource, Policy> _before = [];
    Dictionary<PolicyResource, Policy> _now = new(ReferenceEqualityComparer.Instance);

    internal void Begin() => (_before, _now) = (_now, new(ReferenceEqualityComparer.Instance));

    internal Policy Of<T>(T resource, Func<T, Policy> compile)
        where T : PolicyResource
    {
        if (!_before.TryGetValue(resource, out var policy)) policy = compile(resource);
        return _now[resource] = policy;
    }
}
