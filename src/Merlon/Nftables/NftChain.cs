using System.Collections.Immutable;

namespace Merlon.Nftables;

/// <summary>A chain of rules; a base chain where it has a hook.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Hook">Where it is attached; null for a chain that others lead to.</param>
/// <param name="Priority">Its place at the hook, lower first.</param>
/// <param name="Rules">Its rules, in order.</param>
public sealed record NftChain(NftName Name, NftHook? Hook, int Priority, ImmutableArray<NftRule> Rules)
{
    // What rules ask is asked at every change, and chains outlive many.
    Asked? _asked;

    /// <summary>The sets that its rules ask, each once.</summary>
    internal ImmutableArray<NftName> Sets
    {
        get
        {
            if (_asked?.Rules != Rules) _asked = new Asked(Rules);
            return _asked.Sets;
        }
    }

    /// <summary>Whether it lets everything through, and at most marks the connection before.</summary>
    internal bool AcceptsAll =>
        Rules is [.. var marks, NftRule.Decide { Matches.IsEmpty: true } last]
            && last.Verdict == NftVerdict.Accept && marks.All(rule => rule is NftRule.SetMark);

    public bool Equals(NftChain? other) => ReferenceEquals(this, other) || other is not null
        && Name == other.Name && Hook == other.Hook && Priority == other.Priority && Rules.SequenceEqual(other.Rules);

    public override int GetHashCode() => HashCode.Combine(Name, Hook, Priority, Rules.Length);

    sealed class Asked(ImmutableArray<NftRule> rules)
    {
        public ImmutableArray<NftRule> Rules { get; } = rules;

        public ImmutableArray<NftName> Sets { get; } =
            [.. rules.SelectMany(rule => rule.Matches).OfType<NftMatch.InSet>().Select(match => match.Set).Distinct()];
    }
}
