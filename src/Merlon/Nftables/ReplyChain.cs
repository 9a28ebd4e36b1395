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
        var rules = chain.Rules.Select(rule => Of(rule, next)).OfType<NftRule>().ToList();
        return new NftChain(NftName.ByContent(prefix, string.Join('\n', rules)), null, 0, [.. rules]);
    }

    // Null where no reply can match.
    static NftRule? Of(NftRule rule, Func<NftVerdict, NftVerdict> next)
    {
        if (rule is not NftRule.Decide decide) throw new InvalidOperationException($"No replies to a {rule.GetType().Name}.");
        if (decide.Matches.Any(match => match is NftMatch.Icmp { IsNegated: false, Type: var type } && Answer(type) is null)) return null;
        return decide with { Matches = [.. decide.Matches.Select(Of).OfType<NftMatch>()], Verdict = next(decide.Verdict) };
    }

    // Null where every reply matches.
    static NftMatch? Of(NftMatch match) => match switch
    {
        NftMatch.Version or NftMatch.Transport or NftMatch.OtherIcmpCode => match,
        NftMatch.Icmp icmp => Answer(icmp.Type) is { } answer ? icmp with { Type = answer } : null,
        NftMatch.Ports ports => ports with { Field = Other(ports.Field) },
        NftMatch.InSet inSet => inSet with { Field = Other(inSet.Field) },
        _ => throw new InvalidOperationException($"No replies to a {match.GetType().Name}."),
    };

    // The type of message that answers another, of those whose answers are tracked. Numbers of ICMP and ICMPv6 differ.
    static byte? Answer(byte type) => type switch
    {
        8 => 0,
        0 => 8,
        13 => 14,
        14 => 13,
        15 => 16,
        16 => 15,
        17 => 18,
        18 => 17,
        128 => 129,
        129 => 128,
        139 => 140,
        140 => 139,
        _ => null,
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
