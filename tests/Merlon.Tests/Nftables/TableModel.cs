using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Tests.Nftables;

/// <summary>A table as the kernel keeps it, as strict: what is there is not made again, what is not there does not go.</summary>
sealed class TableModel
{
    readonly NftName _name;
    readonly SortedDictionary<NftName, NftSet> _sets = [];
    readonly SortedDictionary<NftName, NftVerdictMap> _maps = [];
    readonly SortedDictionary<NftName, NftChain> _chains = [];

    public TableModel(NftTable table)
    {
        _name = table.Name;
        foreach (var set in table.Sets) _sets.Add(set.Name, set);
        foreach (var map in table.Maps) _maps.Add(map.Name, map);
        foreach (var chain in table.Chains) _chains.Add(chain.Name, chain);
    }

    public NftTable Table => new(_name, [.. _sets.Values], [.. _maps.Values], [.. _chains.Values]);

    public void Apply(RulesetDifference difference)
    {
        foreach (var step in difference.Batches.SelectMany(batch => batch.Steps)) Apply(step);
    }

    void Apply(RulesetStep step)
    {
        switch (step)
        {
            case RulesetStep.CreateSet create: _sets.Add(create.Set.Name, Empty(create.Set)); break;
            case RulesetStep.AddElements add: _sets[add.Elements.Name] = Merge(_sets[add.Elements.Name], add.Elements, isNew: true); break;
            case RulesetStep.RemoveElements remove: _sets[remove.Elements.Name] = Merge(_sets[remove.Elements.Name], remove.Elements, isNew: false); break;
            case RulesetStep.DeleteSet delete: Assert.True(_sets.Remove(delete.Set)); break;
            case RulesetStep.CreateMap create: _maps.Add(create.Map.Name, create.Map with { Elements = [] }); break;
            case RulesetStep.AddMapElements add: _maps[add.Elements.Name] = Merge(_maps[add.Elements.Name], add.Elements, isNew: true); break;
            case RulesetStep.RemoveMapElements remove: _maps[remove.Elements.Name] = Merge(_maps[remove.Elements.Name], remove.Elements, isNew: false); break;
            case RulesetStep.DeleteMap delete: Assert.True(_maps.Remove(delete.Map)); break;
            case RulesetStep.CreateChain create: _chains.Add(create.Chain.Name, create.Chain with { Rules = [] }); break;
            case RulesetStep.AddRules add: _chains[add.Chain.Name] = _chains[add.Chain.Name] with { Rules = [.. _chains[add.Chain.Name].Rules, .. add.Chain.Rules] }; break;
            case RulesetStep.FlushChain flush: _chains[flush.Chain] = _chains[flush.Chain] with { Rules = [] }; break;
            case RulesetStep.DeleteChain delete: Assert.True(_chains.Remove(delete.Chain)); break;
            default: throw new InvalidOperationException($"A {step.GetType().Name} is no step of a change.");
        }
    }

    static NftSet Empty(NftSet set) => set switch
    {
        NftSet.Addresses addresses => addresses with { Elements = [] },
        NftSet.Blocks blocks => blocks with { Elements = [] },
        NftSet.Ports ports => ports with { Elements = [] },
        _ => throw new InvalidOperationException($"Nothing is known of a {set.GetType().Name}."),
    };

    static NftSet Merge(NftSet set, NftSet elements, bool isNew) => (set, elements) switch
    {
        (NftSet.Addresses was, NftSet.Addresses more) => was with { Elements = Merge(was.Elements, more.Elements, isNew) },
        (NftSet.Blocks was, NftSet.Blocks more) => was with { Elements = Merge(was.Elements, more.Elements, isNew) },
        (NftSet.Ports was, NftSet.Ports more) => was with { Elements = [.. MergeAny(was.Elements, more.Elements, isNew).OrderBy(range => range.First)] },
        _ => throw new InvalidOperationException($"{set.Name} is of another type."),
    };

    static NftVerdictMap Merge(NftVerdictMap map, NftVerdictMap elements, bool isNew) =>
        map with { Elements = [.. MergeAny(map.Elements, elements.Elements, isNew).OrderBy(element => element.Key)] };

    static ImmutableArray<T> Merge<T>(ImmutableArray<T> elements, ImmutableArray<T> others, bool isNew)
        where T : IComparable<T> => [.. MergeAny(elements, others, isNew).Order()];

    static IEnumerable<T> MergeAny<T>(ImmutableArray<T> elements, ImmutableArray<T> others, bool isNew)
    {
        Assert.All(others, element => Assert.NotEqual(isNew, elements.Contains(element)));
        return isNew ? elements.Concat(others) : elements.Except(others);
    }
}
