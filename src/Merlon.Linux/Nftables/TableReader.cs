using System.Collections.Immutable;
using Merlon.Linux.Netlink;
using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>Reads one table back from the kernel, and of other tables nothing.</summary>
sealed class TableReader(NetlinkSocket socket, NetlinkWriter writer, NftName table)
{
    const int ListingAttempts = 20;

    // A transaction that is not committed yet shows in some counts already, and has no number.
    const int AttemptsWithoutCommit = 10;

    // A table is read piece by piece: where somebody commits meanwhile, the pieces do not fit.
    public NftTable? Read()
    {
        for (var attempt = 1; attempt <= ListingAttempts; attempt++)
        {
            var generation = ReadGeneration();
            try
            {
                var read = ReadPieces();
                if (generation == ReadGeneration()) return read;
            }
            catch (Exception e) when (
                e is NetlinkException { Errno: Errno.NoEntry } or ForeignRulesetException
                && (attempt < AttemptsWithoutCommit || generation != ReadGeneration()))
            {
                Thread.Sleep(attempt);
            }
        }
        throw new LinuxException($"reading table {table}, which changed meanwhile every time,", Errno.Interrupted);
    }

    NftTable? ReadPieces()
    {
        if (ReadUse() is not { } use) return null;
        List<NftSet> sets = [];
        List<NftVerdictMap> maps = [];
        foreach (var message in List(NftMessage.GetSet, "sets", () => writer.Text(SetAttribute.Table, table.Text)))
        {
            ReadSet(message.Attributes, sets, maps);
        }
        var rules = ReadRules();
        var names = ChainNames(maps, rules, (int)use - sets.Count - maps.Count);
        return new NftTable(
            table,
            [.. sets.OrderBy(set => set.Name)],
            [.. maps.OrderBy(map => map.Name)],
            [.. names.Select(name => ReadChain(name, rules.GetValueOrDefault(name, [])))]);
    }

    /// <summary>The policy epoch of the table; null where it has none, or is not there.</summary>
    /// <exception cref="ForeignRulesetException">The chains that tell it hold something that is never written here.</exception>
    public PolicyEpoch? ReadEpoch()
    {
        var rules = PolicyEpoch.Witnesses.Select(chain => KeyValuePair.Create(chain, ReadRules(chain))).ToList();
        return PolicyEpoch.Of(new NftTable(table, [], [],
            [.. rules.Select(entry => new NftChain(entry.Key, NftHook.Forward, 0, [.. entry.Value.GetValueOrDefault(entry.Key, [])]))]));
    }

    // Another one after every transaction of the namespace.
    uint? ReadGeneration() =>
        Ask(NftMessage.GetGeneration, new MessageSubject("table", table.Text), () => { }).Attributes.UInt32(GenerationAttribute.Id);

    // The number of sets, maps and chains of the table; null where there is no table.
    uint? ReadUse()
    {
        try
        {
            var subject = new MessageSubject("table", table.Text);
            var message = Ask(NftMessage.GetTable, subject, () => writer.Text(TableAttribute.Name, table.Text));
            if (message.Attributes.UInt32(TableAttribute.Flags) is > 0) throw new ForeignRulesetException(subject.ToString());
            return message.Attributes.UInt32(TableAttribute.Use) ?? 0;
        }
        catch (NetlinkException e) when (e.Errno == Errno.NoEntry)
        {
            return null;
        }
    }

    void ReadSet(NetlinkAttributes attributes, List<NftSet> sets, List<NftVerdictMap> maps)
    {
        var name = ForeignRulesetException.OwnName(attributes.Text(SetAttribute.Name));
        var shape = new SetShape(
            attributes.UInt32(SetAttribute.Flags) ?? 0,
            attributes.UInt32(SetAttribute.KeyType) ?? 0,
            attributes.UInt32(SetAttribute.KeyLength) ?? 0,
            attributes.UInt32(SetAttribute.DataType) ?? 0);
        var elements = ReadElements(name);
        if ((shape.Flags & SetFlags.Map) != 0) maps.Add(SetDecoder.Map(name, shape, elements));
        else sets.Add(SetDecoder.Set(name, shape, elements));
    }

    // The kernel grows a hash table behind a load. A list made meanwhile has elements twice, and others not at all.
    List<SetElement> ReadElements(NftName set)
    {
        for (var attempt = 1; attempt <= ListingAttempts; attempt++)
        {
            var elements = List(NftMessage.GetSetElement, $"elements of {set}", () =>
            {
                writer.Text(ElementListAttribute.Table, table.Text);
                writer.Text(ElementListAttribute.Set, set.Text);
            }).SelectMany(message => SetDecoder.ReadElements(message.Attributes)).ToList();
            if (elements.DistinctBy(element => (element.Key, element.Role)).Count() == elements.Count) return elements;
            Thread.Sleep(attempt);
        }
        throw new LinuxException($"listing elements of {set}, which moved meanwhile every time,", Errno.Interrupted);
    }

    // Of one chain, or of all.
    Dictionary<NftName, List<NftRule>> ReadRules(NftName? only = null)
    {
        Dictionary<NftName, List<NftRule>> rules = [];
        foreach (var message in List(NftMessage.GetRule, "rules", () =>
        {
            writer.Text(RuleAttribute.Table, table.Text);
            if (only is not null) writer.Text(RuleAttribute.Chain, only.Text);
        }))
        {
            var chain = ForeignRulesetException.OwnName(message.Attributes.Text(RuleAttribute.Chain));
            if (!rules.TryGetValue(chain, out var ofChain)) rules.Add(chain, ofChain = []);
            ofChain.Add(RuleDecoder.Read(message.Attributes, new MessageSubject("chain", chain.Text, ofChain.Count + 1)));
        }
        return rules;
    }

    // The kernel lists chains of all tables only. Those with rules, and those that something leads to, are known
    // already; only where others are missing are the headers of all inet chains looked through.
    ImmutableSortedSet<NftName> ChainNames(List<NftVerdictMap> maps, Dictionary<NftName, List<NftRule>> rules, int count)
    {
        var verdicts = maps.SelectMany(map => map.Elements).Select(element => element.Value)
            .Concat(rules.Values.SelectMany(ofChain => ofChain).OfType<NftRule.Decide>().Select(rule => rule.Verdict));
        var known = rules.Keys.Concat(verdicts.Select(verdict => verdict.Target).OfType<NftName>()).ToImmutableSortedSet();
        if (known.Count == count) return known;
        var all = List(NftMessage.GetChain, "chains", () => { })
            .Where(message => message.Attributes.Text(ChainAttribute.Table) == table.Text)
            .Select(message => ForeignRulesetException.OwnName(message.Attributes.Text(ChainAttribute.Name)))
            .ToImmutableSortedSet();
        return all.Count == count ? all : throw new ForeignRulesetException($"objects of table {table}");
    }

    NftChain ReadChain(NftName name, List<NftRule> rules)
    {
        var subject = new MessageSubject("chain", name.Text);
        var message = Ask(NftMessage.GetChain, subject, () =>
        {
            writer.Text(ChainAttribute.Table, table.Text);
            writer.Text(ChainAttribute.Name, name.Text);
        });
        if (!message.Attributes.TryGet(ChainAttribute.Hook, out var nest)) return new NftChain(name, null, 0, [.. rules]);
        var (number, priority) = (nest.Nested.UInt32(HookAttribute.Number), nest.Nested.UInt32(HookAttribute.Priority));
        var isOurs = message.Attributes.Text(ChainAttribute.Type) == HookEncoding.ChainType
            && message.Attributes.UInt32(ChainAttribute.Policy) == HookEncoding.PolicyAccept;
        var hook = (isOurs ? HookEncoding.HookOf(number) : null) ?? throw new ForeignRulesetException(subject.ToString());
        return new NftChain(name, hook, unchecked((int)(priority ?? 0)), [.. rules]);
    }

    NetlinkMessage Ask(ushort type, MessageSubject subject, Action writeAttributes) =>
        Request(type, NetlinkFlags.Acknowledge, subject.ToString(), writeAttributes) is [var message]
            ? message : throw new ForeignRulesetException(subject.ToString());

    List<NetlinkMessage> List(ushort type, string what, Action writeAttributes) =>
        Request(type, NetlinkFlags.Dump, $"{what} of table {table}", writeAttributes);

    List<NetlinkMessage> Request(ushort type, NetlinkFlags flags, string subject, Action writeAttributes)
    {
        var sequence = socket.NextSequence;
        writer.Clear();
        using (writer.Message(type, flags, sequence, NftMessage.Inet)) writeAttributes();
        return socket.Ask(writer.Written, sequence, subject);
    }
}
