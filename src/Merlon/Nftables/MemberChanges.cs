using System.Collections.Immutable;

namespace Merlon.Nftables;

/// <summary>
/// How the members of sets change from one table to another, by what that means to packets. A packet that passes while a
/// transaction is committed asks some sets before it and others after it: what closes and what opens, taken at once, would
/// let it through where neither table does.
/// </summary>
/// <param name="Closing">Lets less through.</param>
/// <param name="Unclear">May do either.</param>
/// <param name="Opening">Lets more through.</param>
sealed record MemberChanges(
    ImmutableArray<RulesetStep> Closing, ImmutableArray<RulesetStep> Unclear, ImmutableArray<RulesetStep> Opening)
{
    /// <summary>Looks at what differs.</summary>
    public static MemberChanges Between(
        ImmutableArray<(NftSet Current, NftSet Wanted)> changed, NftTable current, NftTable wanted)
    {
        if (changed.IsEmpty) return new MemberChanges([], [], []);
        HashSet<NftName> names = [.. changed.Select(change => change.Wanted.Name)];
        var before = SetUses.Of(current, names);
        var after = current.Chains.SequenceEqual(wanted.Chains) ? before : SetUses.Of(wanted, names);
        var steps = changed
            .SelectMany(change => SetDifference.Between(change.Current, change.Wanted)
                .Select(step => (Effect: EffectOf(step, UseOf(change.Wanted, before, after)), Step: step)))
            .ToLookup(entry => entry.Effect, entry => entry.Step);
        return new MemberChanges([.. steps[SetUse.Closes]], [.. steps[SetUse.Unclear]], [.. steps[SetUse.Opens]]);
    }

    static SetUse UseOf(NftSet set, Dictionary<NftName, SetUse> before, Dictionary<NftName, SetUse> after)
    {
        if (!before.TryGetValue(set.Name, out var use) || !after.TryGetValue(set.Name, out var later) || use != later) return SetUse.Unclear;
        // Intervals that overlap must go before others come.
        return use == SetUse.Closes && set is not NftSet.Addresses ? SetUse.Unclear : use;
    }

    static SetUse EffectOf(RulesetStep step, SetUse use) => (step, use) switch
    {
        (RulesetStep.RemoveElements, SetUse.Opens) => SetUse.Closes,
        (RulesetStep.RemoveElements, SetUse.Closes) => SetUse.Opens,
        _ => use,
    };
}
