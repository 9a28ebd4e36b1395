using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Merlon.Linux.Netlink;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>Rules as read from the kernel: the way back of <see cref="RuleEncoder"/>.</summary>
static class RuleDecoder
{
    /// <exception cref="ForeignRulesetException">It is no rule that is written here.</exception>
    public static NftRule Read(NetlinkAttributes attributes, MessageSubject subject)
    {
        List<Expression> expressions = [];
        foreach (var element in attributes.Nested(RuleAttribute.Expressions))
        {
            expressions.Add(Expression.Read(element.Nested) ?? throw new ForeignRulesetException(subject.ToString()));
        }
        var comment = RuleComment.Read(attributes.Bytes(RuleAttribute.UserData));
        return Read(CollectionsMarshal.AsSpan(expressions), comment) ?? throw new ForeignRulesetException(subject.ToString());
    }

    static NftRule? Read(ReadOnlySpan<Expression> expressions, string comment)
    {
        var matches = ImmutableArray.CreateBuilder<NftMatch>();
        while (true)
        {
            switch (expressions)
            {
                case [Expression.Verdict verdict]:
                    return new NftRule.Decide(matches.ToImmutable(), verdict.Value, comment);
                case [Expression.Payload payload, Expression.Dispatch dispatch] when FieldOf(payload) is { } field:
                    return new NftRule.Dispatch(matches.ToImmutable(), field, dispatch.Map, comment);
                case [Expression.Meta { Key: MetaKey.NetworkProtocol }, Expression.Compare, .. var rest]:
                    expressions = rest;
                    break;
                default:
                    if (!TryReadMatch(expressions, out var match, out var length)) return null;
                    matches.Add(match);
                    expressions = expressions[length..];
                    break;
            }
        }
    }

    static bool TryReadMatch(ReadOnlySpan<Expression> expressions, [NotNullWhen(true)] out NftMatch? match, out int length)
    {
        (NftMatch? Match, int Length) read = expressions switch
        {
            [Expression.Connection { Key: ConnectionKey.State }, Expression.Bitwise bitwise,
                Expression.Compare { Operation: CompareOperation.NotEqual }, ..] when Host(bitwise.Mask) == RuleEncoder.EstablishedOrRelated => (new NftMatch.EstablishedOrRelated(), 3),
            [Expression.Meta { Key: MetaKey.TransportProtocol }, Expression.Compare { Operation: CompareOperation.Equal },
                Expression.Payload { Base: PayloadBase.Transport, Offset: 0 },
                Expression.Compare { Operation: CompareOperation.AtLeast, Value: [NftMatch.NeighbourDiscovery.FirstType] },
                Expression.Compare { Operation: CompareOperation.AtMost, Value: [NftMatch.NeighbourDiscovery.LastType] }, ..] =>
                (new NftMatch.NeighbourDiscovery(), 5),
            [Expression.Meta { Key: MetaKey.TransportProtocol },
                Expression.Compare { Operation: CompareOperation.Equal, Value: [var number] }, ..] =>
                (new NftMatch.Transport(new Protocol(number)), 2),
            [Expression.Meta { Key: MetaKey.InputInterface },
                Expression.Compare { Operation: CompareOperation.Equal } compare, ..] when Host(compare.Value) == RuleEncoder.LoopbackIndex => (new NftMatch.FromLoopback(), 2),
            [Expression.Payload payload, Expression.Lookup lookup, ..] when FieldOf(payload) is { } field =>
                (new NftMatch.InSet(field, lookup.Set), 2),
            [Expression.Payload payload, .. var compares] when FieldOf(payload) == PacketField.DestinationPort => Ports(compares),
            _ => default,
        };
        (match, length) = read;
        return match is not null;
    }

    static (NftMatch?, int) Ports(ReadOnlySpan<Expression> compares) => compares switch
    {
        [Expression.Compare { Operation: CompareOperation.Equal, Value.Length: sizeof(ushort) } only, ..] =>
            (new NftMatch.Ports(new PortRange(Network(only.Value), Network(only.Value))), 2),
        [Expression.Compare { Operation: CompareOperation.AtLeast, Value.Length: sizeof(ushort) } first,
            Expression.Compare { Operation: CompareOperation.AtMost, Value.Length: sizeof(ushort) } last, ..] =>
            (new NftMatch.Ports(new PortRange(Network(first.Value), Network(last.Value))), 3),
        _ => default,
    };

    static PacketField? FieldOf(Expression.Payload payload) => PayloadPlace.FieldAt(payload.Base, payload.Offset, payload.Length);

    static ushort Network(byte[] value) => BinaryPrimitives.ReadUInt16BigEndian(value);

    static uint? Host(byte[] value) => value.Length == sizeof(uint) ? MemoryMarshal.Read<uint>(value) : null;
}
