using Merlon.Linux.Netlink;
using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>Steps of a change as messages of its transaction.</summary>
sealed class NftablesEncoder(NftName table, NftablesBatch batch)
{
    const NetlinkFlags New = NetlinkFlags.Create | NetlinkFlags.Exclusive;

    readonly NetlinkWriter _writer = batch.Writer;

    /// <exception cref="ArgumentException">A rule is none that the kernel and nft can have.</exception>
    public void Write(RulesetStep step)
    {
        switch (step)
        {
            case RulesetStep.CreateTable: CreateTable(); break;
            case RulesetStep.DeleteTable: DeleteTable(); break;
            case RulesetStep.CreateSet create: CreateSet("set", create.Set.Name, SetShape.Of(create.Set)); break;
            case RulesetStep.AddElements add: Elements(add.Elements, isNew: true); break;
            case RulesetStep.RemoveElements remove: Elements(remove.Elements, isNew: false); break;
            case RulesetStep.DeleteSet delete: DeleteSet("set", delete.Set); break;
            case RulesetStep.CreateMap create: CreateSet("map", create.Map.Name, SetShape.Of(create.Map)); break;
            case RulesetStep.AddMapElements add: Elements(add.Elements, isNew: true); break;
            case RulesetStep.RemoveMapElements remove: Elements(remove.Elements, isNew: false); break;
            case RulesetStep.DeleteMap delete: DeleteSet("map", delete.Map); break;
            case RulesetStep.CreateChain create: CreateChain(create.Chain); break;
            case RulesetStep.AddRules add: AddRules(add.Chain); break;
            case RulesetStep.FlushChain flush: FlushChain(flush.Chain); break;
            case RulesetStep.DeleteChain delete: DeleteChain(delete.Chain); break;
            default: throw new InvalidOperationException($"No messages for a {step.GetType().Name}.");
        }
    }

    void CreateTable()
    {
        using var message = batch.Message(NftMessage.NewTable, New, new MessageSubject("table", table.Text));
        _writer.Text(TableAttribute.Name, table.Text);
        _writer.UInt32(TableAttribute.Flags, 0);
    }

    void DeleteTable()
    {
        using var message = batch.Message(NftMessage.DeleteTable, NetlinkFlags.None, new MessageSubject("table", table.Text));
        _writer.Text(TableAttribute.Name, table.Text);
    }

    void CreateSet(string kind, NftName name, SetShape shape)
    {
        using var message = batch.Message(NftMessage.NewSet, New, new MessageSubject(kind, name.Text));
        _writer.Text(SetAttribute.Table, table.Text);
        _writer.Text(SetAttribute.Name, name.Text);
        SetEncoder.Declare(_writer, shape, batch.NextSetId());
    }

    void DeleteSet(string kind, NftName name)
    {
        using var message = batch.Message(NftMessage.DeleteSet, NetlinkFlags.None, new MessageSubject(kind, name.Text));
        _writer.Text(SetAttribute.Table, table.Text);
        _writer.Text(SetAttribute.Name, name.Text);
    }

    void Elements(NftSet set, bool isNew) => Elements("set", set.Name, SetShape.Of(set), SetElement.Of(set), isNew);

    void Elements(NftVerdictMap map, bool isNew) => Elements("map", map.Name, SetShape.Of(map), SetElement.Of(map), isNew);

    void Elements(string kind, NftName name, SetShape shape, IEnumerable<SetElement> elements, bool isNew)
    {
        SetElement[] all = [.. elements];
        var (type, flags) = isNew ? (NftMessage.NewSetElement, New) : (NftMessage.DeleteSetElement, NetlinkFlags.None);
        for (var index = 0; index < all.Length;)
        {
            using var message = batch.Message(type, flags, new MessageSubject(kind, name.Text));
            _writer.Text(ElementListAttribute.Table, table.Text);
            _writer.Text(ElementListAttribute.Set, name.Text);
            index = SetEncoder.WriteElements(_writer, shape.KeyLength, all, index, keysOnly: !isNew);
        }
    }

    void CreateChain(NftChain chain)
    {
        using var message = batch.Message(NftMessage.NewChain, New, new MessageSubject("chain", chain.Name.Text));
        _writer.Text(ChainAttribute.Table, table.Text);
        _writer.Text(ChainAttribute.Name, chain.Name.Text);
        if (chain.Hook is not { } hook) return;
        _writer.Text(ChainAttribute.Type, HookEncoding.ChainType);
        _writer.UInt32(ChainAttribute.Policy, HookEncoding.PolicyAccept);
        using var nest = _writer.Nest(ChainAttribute.Hook);
        _writer.UInt32(HookAttribute.Number, HookEncoding.NumberOf(hook));
        _writer.UInt32(HookAttribute.Priority, unchecked((uint)chain.Priority));
    }

    void DeleteChain(NftName chain)
    {
        using var message = batch.Message(NftMessage.DeleteChain, NetlinkFlags.None, new MessageSubject("chain", chain.Text));
        _writer.Text(ChainAttribute.Table, table.Text);
        _writer.Text(ChainAttribute.Name, chain.Text);
    }

    // A rule to be removed that is not named is every rule of its chain.
    void FlushChain(NftName chain)
    {
        using var message = batch.Message(NftMessage.DeleteRule, NetlinkFlags.None, new MessageSubject("rules of chain", chain.Text));
        _writer.Text(RuleAttribute.Table, table.Text);
        _writer.Text(RuleAttribute.Chain, chain.Text);
    }

    void AddRules(NftChain chain)
    {
        for (var index = 0; index < chain.Rules.Length; index++)
        {
            var subject = new MessageSubject("chain", chain.Name.Text, index + 1);
            using var message = batch.Message(NftMessage.NewRule, NetlinkFlags.Create | NetlinkFlags.Append, subject);
            _writer.Text(RuleAttribute.Table, table.Text);
            _writer.Text(RuleAttribute.Chain, chain.Name.Text);
            WriteRule(chain.Rules[index], subject);
        }
    }

    void WriteRule(NftRule rule, MessageSubject subject)
    {
        try
        {
            RuleEncoder.Write(_writer, rule);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{subject} of table {table}: {e.Message}", e);
        }
    }
}
