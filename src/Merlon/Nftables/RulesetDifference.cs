using System.Collections.Immutable;

namespace Merlon.Nftables;

/// <summary>What leads from one ruleset to another: transactions to be committed one after the other.</summary>
/// <param name="Table">The table that changes.</param>
/// <param name="Batches">The transactions, in order; none where nothing differs.</param>
/// <remarks>
/// A transaction is not atomic for a packet in flight: one that started on the old rules finds new map elements, and
/// with them chains that are still empty for it. So a change takes up to three transactions: the first adds what
/// nothing leads to yet, the second leads packets there, the third removes what nothing leads to any more. Nor must an old
/// rule meet new members, or a new rule old ones: they would let through what neither ruleset allows. So members whose
/// coming or going lets less through change in the first transaction, and those that let more through in the third, once
/// no packet is under way that started before the second; in between both are denied. Members of sets that mean either
/// change in the second. Where nothing changes that is in use, and members only open or only close, all transactions
/// are one. Where the wanted ruleset may deny what the current one allows, the second also begins a new policy
/// epoch, so that open connections are judged again.
/// </remarks>
public sealed record RulesetDifference(NftName Table, ImmutableArray<RulesetBatch> Batches)
{
    public bool IsEmpty => Batches.IsEmpty;

    /// <summary>What runs afterwards: the wanted table, in the policy epoch that it goes on with or begins.</summary>
    public NftTable Outcome { get; init; } = new(Table, [], [], []);

    /// <summary>
    /// Bits of connection marks that all connections must lose before the first transaction, because marks of long ago
    /// would be taken for those of the new epoch; 0 for none.
    /// </summary>
    public uint StaleMarks { get; init; }

    /// <summary>Makes a table that is not there, in one transaction.</summary>
    public static RulesetDifference Creating(NftTable table)
    {
        var steps = ImmutableArray.CreateBuilder<RulesetStep>();
        steps.Add(new RulesetStep.CreateTable());
        foreach (var set in table.Sets) steps.AddRange(SetDifference.Creating(set));
        foreach (var map in table.Maps) steps.Add(new RulesetStep.CreateMap(map));
        steps.AddRange(ChainsCreated(table.Chains));
        foreach (var map in table.Maps.Where(map => !map.Elements.IsEmpty)) steps.Add(new RulesetStep.AddMapElements(map));
        return new RulesetDifference(table.Name, [new RulesetBatch(steps.ToImmutable())])
        {
            Outcome = table,
            StaleMarks = PolicyEpoch.Of(table)?.Mask.Value ?? 0,
        };
    }

    /// <summary>Removes a table with all that it holds.</summary>
    public static RulesetDifference Deleting(NftName table) =>
        new(table, [new RulesetBatch([new RulesetStep.DeleteTable()])]);

    /// <summary>
    /// Changes a table in place. It is never removed and made again: no packet passes in between. The epoch of the wanted
    /// table does not matter: it is that of the current one, or the next.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The tables have different names, or a name stands for another type in the one than in the other.
    /// </exception>
    public static RulesetDifference Between(NftTable current, NftTable wanted) => Between(current, wanted, PolicyEpoch.Of(current));

    /// <inheritdoc cref="Between(NftTable, NftTable)"/>
    /// <param name="current">What runs.</param>
    /// <param name="wanted">What shall run.</param>
    /// <param name="running">The epoch that runs, whatever the current table says; null where it marks nothing.</param>
    public static RulesetDifference Between(NftTable current, NftTable wanted, PolicyEpoch? running)
    {
        if (current.Name != wanted.Name) throw new ArgumentException($"{current.Name} cannot become {wanted.Name}.", nameof(wanted));
        if (running is null || PolicyEpoch.Of(wanted) is not { } epoch || epoch.Mask != running.Mask)
        {
            return WithinEpoch(current, wanted) with { StaleMarks = PolicyEpoch.Of(wanted)?.Mask.Value ?? 0 };
        }
        var (was, same) = (running.In(current), running.In(wanted));
        if (!Tightening.IsBetween(was, same)) return WithinEpoch(was, same);
        var next = running.Next;
        return WithinEpoch(was, next.In(wanted)) with { StaleMarks = next.Number < running.Number ? next.Mask.Value : 0 };
    }

    static RulesetDifference WithinEpoch(NftTable current, NftTable wanted)
    {
        var sets = new NamedDifference<NftSet>(current.Sets, wanted.Sets, set => set.Name);
        var maps = new NamedDifference<NftVerdictMap>(current.Maps, wanted.Maps, map => map.Name);
        var chains = new NamedDifference<NftChain>(current.Chains, wanted.Chains, chain => chain.Name);
        CheckTypes(sets, maps, current, wanted);

        var added = Added(sets, maps, chains);
        var switched = Switched(maps, chains);
        var removed = Removed(sets, maps, chains);
        var members = MemberChanges.Between(sets.Changed, current, wanted);
        ImmutableArray<RulesetStep> first = [.. added, .. members.Closing];
        ImmutableArray<RulesetStep> second = [.. members.Unclear, .. switched];
        ImmutableArray<RulesetStep> third = [.. members.Opening, .. removed];
        var isOne = switched.IsEmpty && (members.Closing.IsEmpty || members.Opening.IsEmpty);
        RulesetBatch[] transactions = isOne
            ? [new([.. first, .. second, .. third])]
            : [new(first), new(second), new(third) { Wait = members.Opening.IsEmpty ? PacketWait.None : WaitOf(wanted) }];
        return new RulesetDifference(wanted.Name, [.. transactions.Where(batch => !batch.Steps.IsEmpty)])
        {
            Outcome = wanted,
        };
    }

    // Of the host's own packets, answers to its pods alone are judged without host endpoints: what they answer came by a device.
    static PacketWait WaitOf(NftTable table) =>
        table.Chains.Any(chain => chain.Hook == NftHook.Output && chain.Name != JudgeChains.Answers) ? PacketWait.All : PacketWait.FromDevices;

    static ImmutableArray<RulesetStep> Added(
        NamedDifference<NftSet> sets, NamedDifference<NftVerdictMap> maps, NamedDifference<NftChain> chains) =>
    [
        .. sets.Added.SelectMany(SetDifference.Creating),
        .. maps.Added.Select(map => new RulesetStep.CreateMap(map)),
        .. ChainsCreated([.. chains.Added.Where(chain => chain.Hook is null)]),
        .. maps.Added.Where(map => !map.Elements.IsEmpty).Select(map => new RulesetStep.AddMapElements(map)),
    ];

    static ImmutableArray<RulesetStep> Switched(NamedDifference<NftVerdictMap> maps, NamedDifference<NftChain> chains)
    {
        var moved = chains.Changed.Where(change => IsMoved(change.Current, change.Wanted)).ToList();
        var rewritten = chains.Changed.Where(change => !IsMoved(change.Current, change.Wanted)).ToList();
        var unhooked = chains.Removed.Where(chain => chain.Hook is not null).Concat(moved.Select(change => change.Current));
        return
        [
            .. ChainsDeleted([.. unhooked]),
            .. ChainsCreated([.. chains.Added.Where(chain => chain.Hook is not null), .. moved.Select(change => change.Wanted)]),
            .. rewritten.Select(change => new RulesetStep.FlushChain(change.Wanted.Name)),
            .. rewritten.Where(change => !change.Wanted.Rules.IsEmpty).Select(change => new RulesetStep.AddRules(change.Wanted)),
            .. maps.Changed.SelectMany(MapSwitched),
        ];
    }

    static ImmutableArray<RulesetStep> Removed(
        NamedDifference<NftSet> sets, NamedDifference<NftVerdictMap> maps, NamedDifference<NftChain> chains)
    {
        var gone = chains.Removed.Where(chain => chain.Hook is null).ToList();
        return
        [
            .. gone.Where(chain => !chain.Rules.IsEmpty).Select(chain => new RulesetStep.FlushChain(chain.Name)),
            .. maps.Removed.Select(map => new RulesetStep.DeleteMap(map.Name)),
            .. gone.Select(chain => new RulesetStep.DeleteChain(chain.Name)),
            .. sets.Removed.Select(set => new RulesetStep.DeleteSet(set.Name)),
        ];
    }

    // A rule may lead to any chain: all are declared before the first has rules.
    static IEnumerable<RulesetStep> ChainsCreated(ImmutableArray<NftChain> chains) =>
        chains.Select(RulesetStep (chain) => new RulesetStep.CreateChain(chain))
            .Concat(chains.Where(chain => !chain.Rules.IsEmpty).Select(chain => new RulesetStep.AddRules(chain)));

    static IEnumerable<RulesetStep> ChainsDeleted(IReadOnlyList<NftChain> chains) =>
        chains.Where(chain => !chain.Rules.IsEmpty).Select(RulesetStep (chain) => new RulesetStep.FlushChain(chain.Name))
            .Concat(chains.Select(chain => new RulesetStep.DeleteChain(chain.Name)));

    // The kernel does not replace the verdict of an element: it goes and comes back within one transaction.
    static IEnumerable<RulesetStep> MapSwitched((NftVerdictMap Current, NftVerdictMap Wanted) change)
    {
        var (current, wanted) = change;
        var (before, after) = (current.Elements.ToDictionary(), wanted.Elements.ToDictionary());
        var removed = current.Elements.Where(element => after.GetValueOrDefault(element.Key) != element.Value).ToImmutableArray();
        var added = wanted.Elements.Where(element => before.GetValueOrDefault(element.Key) != element.Value).ToImmutableArray();
        if (!removed.IsEmpty) yield return new RulesetStep.RemoveMapElements(current with { Elements = removed });
        if (!added.IsEmpty) yield return new RulesetStep.AddMapElements(wanted with { Elements = added });
    }

    static bool IsMoved(NftChain current, NftChain wanted) => (current.Hook, current.Priority) != (wanted.Hook, wanted.Priority);

    static void CheckTypes(
        NamedDifference<NftSet> sets, NamedDifference<NftVerdictMap> maps, NftTable current, NftTable wanted)
    {
        var changed = sets.Changed.Where(change => SetDifference.TypeOf(change.Current) != SetDifference.TypeOf(change.Wanted))
            .Select(change => change.Wanted.Name)
            .Concat(maps.Changed.Where(change => change.Current.Family != change.Wanted.Family).Select(change => change.Wanted.Name))
            .Concat(maps.Added.Select(map => map.Name).Intersect(current.Sets.Select(set => set.Name)))
            .Concat(sets.Added.Select(set => set.Name).Intersect(current.Maps.Select(map => map.Name)))
            .FirstOrDefault();
        if (changed is not null) throw new ArgumentException($"{changed} cannot become another type of set.", nameof(wanted));
    }
}
