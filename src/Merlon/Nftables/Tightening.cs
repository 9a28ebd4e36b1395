using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>
/// Whether a ruleset may deny what another one allows. Careful: where it cannot be shown that nothing allowed becomes
/// denied, the answer is yes.
/// </summary>
/// <remarks>
/// Chains of classes are named for their rules, so those of one name differ at most in the members of the sets that they
/// ask. All that is the same in every ruleset (base chains, guards) must be the same here; who is led where may change.
/// </remarks>
sealed class Tightening
{
    static readonly Direction[] Directions = [Direction.Egress, Direction.Ingress];

    static readonly IpFamily[] Families = [IpFamily.IPv4, IpFamily.IPv6];

    readonly NftTable _current;
    readonly NftTable _wanted;
    readonly ChainComparison _chains;

    Tightening(NftTable current, NftTable wanted) =>
        (_current, _wanted, _chains) = (current, wanted, new ChainComparison(current, wanted));

    /// <param name="current">A ruleset of the compiler.</param>
    /// <param name="wanted">Another one, of the same epoch.</param>
    public static bool IsBetween(NftTable current, NftTable wanted) => new Tightening(current, wanted).IsTighter();

    bool IsTighter() => HaveFixedPartsChanged() || HasGuardGrown() || !_chains.CommonAreAsLoose()
        || Directions.Any(direction => Families.Any(family => IsAnyoneLedToLess(direction, family)));

    bool HaveFixedPartsChanged()
    {
        var chains = new NamedDifference<NftChain>(_current.Chains, _wanted.Chains, chain => chain.Name);
        var isBaseChange = chains.Added.Concat(chains.Removed).Any(chain => chain.Hook is not null) || !chains.Changed.IsEmpty;
        return isBaseChange || !_current.Maps.Select(map => map.Name).SequenceEqual(_wanted.Maps.Select(map => map.Name));
    }

    // An address that only now counts as a pod's is dropped unless something leads it elsewhere.
    bool HasGuardGrown()
    {
        foreach (var family in Families)
        {
            var grown = CidrSet.Subtract(Guard(_wanted, family), Guard(_current, family));
            if (grown.IsEmpty) continue;
            var known = Directions.SelectMany(direction => States(_wanted, direction, family).Keys).Distinct().Select(Cidr.Of);
            if (!CidrSet.Subtract(grown, [.. known]).IsEmpty) return true;
        }
        return false;
    }

    bool IsAnyoneLedToLess(Direction direction, IpFamily family)
    {
        if (Map(_current, direction, family).Equals(Map(_wanted, direction, family))
            && Open(_current, direction, family).SequenceEqual(Open(_wanted, direction, family)))
        {
            return false;
        }
        var before = States(_current, direction, family);
        var after = States(_wanted, direction, family);
        return before.Keys.Union(after.Keys).Any(address => !IsAsLoose(
            StateOf(before, _current, address), StateOf(after, _wanted, address)));
    }

    bool IsAsLoose(NftVerdict before, NftVerdict after) => before == after || _chains.IsAsLoose(before, after);

    // What is not a pod's passes; what may be one, and is not known to be, does not.
    static NftVerdict StateOf(Dictionary<IpAddress, NftVerdict> states, NftTable table, IpAddress address) =>
        states.TryGetValue(address, out var known) ? known
        : Guard(table, address.Family).Any(block => block.Contains(address)) ? NftVerdict.Drop : NftVerdict.Accept;

    static Dictionary<IpAddress, NftVerdict> States(NftTable table, Direction direction, IpFamily family)
    {
        var states = Map(table, direction, family).Elements.ToDictionary();
        foreach (var address in Open(table, direction, family)) states.TryAdd(address, NftVerdict.Accept);
        return states;
    }

    static NftVerdictMap Map(NftTable table, Direction direction, IpFamily family)
    {
        var name = JudgeChains.Classes(direction, family);
        return table.Maps.FirstOrDefault(map => map.Name == name) ?? new NftVerdictMap(name, family, []);
    }

    static ImmutableArray<IpAddress> Open(NftTable table, Direction direction, IpFamily family) =>
        SetOf<NftSet.Addresses>(table, JudgeChains.Open(direction, family))?.Elements ?? [];

    static ImmutableArray<Cidr> Guard(NftTable table, IpFamily family) =>
        SetOf<NftSet.Blocks>(table, JudgeChains.Local(family))?.Elements ?? [];

    static T? SetOf<T>(NftTable table, NftName name)
        where T : NftSet => table.Sets.OfType<T>().FirstOrDefault(set => set.Name == name);
}
