using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>
/// All that the rules of a class of pods rest on: the policies, and the numbers that its pods give to the policies' named
/// ports. Policies are the same when they are the same object.
/// </summary>
sealed class ClassKey : IEquatable<ClassKey>
{
    readonly Direction _direction;
    readonly ImmutableArray<TierPolicies> _tiers;
    readonly string _numbers;
    readonly int _hash;

    public ClassKey(Direction direction, ImmutableArray<TierPolicies> tiers, string numbers)
    {
        (_direction, _tiers, _numbers) = (direction, tiers, numbers);
        var hash = new HashCode();
        hash.Add(direction);
        hash.Add(numbers, StringComparer.Ordinal);
        foreach (var tier in tiers)
        {
            foreach (var policy in tier.Policies) hash.Add(policy);
        }
        _hash = hash.ToHashCode();
    }

    public bool Equals(ClassKey? other)
    {
        if (other is null || _direction != other._direction || _numbers != other._numbers || _tiers.Length != other._tiers.Length) return false;
        for (var i = 0; i < _tiers.Length; i++)
        {
            if (!AreSame(_tiers[i], other._tiers[i])) return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as ClassKey);

    public override int GetHashCode() => _hash;

    // A tier is another one whenever any of its policies is.
    static bool AreSame(TierPolicies one, TierPolicies other) =>
        one.Tier.Name == other.Tier.Name && one.Tier.DefaultAction == other.Tier.DefaultAction
        && one.Policies.AsSpan().SequenceEqual(other.Policies.AsSpan());
}
