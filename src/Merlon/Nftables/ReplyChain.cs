namespace Merlon.Nftables;

/// <summary>
/// What a chain says about a connection, said about its replies: who sends and who receives have changed places.
/// </summary>
static class ReplyChain
{
    /// <param name="chain">The chain for packets in the direction of the connection.</param>
    /// <param name="prefix">What its name begins with.</param>
    /// <param name="next">Where replies go instead of where a verdict of the chain leads.</param>
    public static NftChain Of(NftChain chain, string prefix, Func<NftVerdict, NftVerdict> next)
    {
        var rules = chain.Rules.Select(rule => Of(rule, next)).ToList();
        return new NftChain(NftName.ByContent(prefix, string.Join('\n', rules)), null, 0, [.. rules]);
    }

    static NftRule Of(NftRule rule, Func<NftVerdict, NftVerdict> next) => rule is NftRule.Decide decide
        ? decide with { Matches = [.. decide.Matches.Select(Of)], Verdict = next(decide.Verdict) }
        : throw new InvalidOperationException($"No replies to a {rule.GetType().Name}.");

    static NftMatch Of(NftMatch match) => match switch
    {
        NftMatch.Transport => match,
        NftMatch.Ports ports => ports with { Field = Other(ports.Field) },
        NftMatch.InSet inSet => inSet with { Field = Other(inSet.Field) },
        _ => throw new InvalidOperationException($"No replies to a {match.GetType().Name}."),
    };

    static PacketField Other(PacketField field) => field switch
    {
        PacketField.SourceAddressV4 => PacketField.DestinationAddressV4,
        PacketField.DestinationAddressV4 => PacketField.SourceAddressV4,
        PacketField.SourceAddressV6 => PacketField.DestinationAddressV6,
        PacketField.DestinationAddressV6 => PacketField.SourceAddressV6,
        PacketField.DestinationPort => PacketField.SourcePort,
        PacketField.SourcePort => PacketField.DestinationPort,
        _ => throw new InvalidOperationException($"Nothing opposite to {field}."),
    };
}
