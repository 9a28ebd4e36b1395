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
        var expressions = Expression.ReadAll(attributes.Nested(RuleAttribute.Expressions));
        var comment = RuleComment.Read(attributes.Bytes(RuleAttribute.UserData));
        var rule = expressions is null ? null : Read(CollectionsMarshal.AsSpan(expressions), comment);
        // What was read is ours only where writing it makes the same.
        return rule is not null && expressions is not null && Written(rule) is { } written && expressions.SequenceEqual(written)
            ? rule : throw new ForeignRulesetException(subject.ToString());
    }

    static List<Expression>? Written(NftRule rule)
    {
        var writer = new NetlinkWriter();
        try
        {
            RuleEncoder.WriteExpressions(writer, rule);
        }
        catch (ArgumentException)
        {
            return null;
        }
        return Expression.ReadAll(new NetlinkAttributes(writer.Written).Nested(RuleAttribute.Expressions));
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
                case [Expression.Log log, Expression.Verdict verdict]:
                    return new NftRule.Decide(matches.ToImmutable(), verdict.Value, comment) { Log = log.Prefix };
                case [Expression.Connection, Expression.Bitwise bitwise, Expression.SetConnection]:
                    return new NftRule.SetMark(matches.ToImmutable(), ~HostNumber(bitwise.Mask), HostNumber(bitwise.Turned), comment);
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
            [Expression.Connection { Key: ConnectionKey.State }, Expression.Bitwise states, Expression.Compare, ..] =>
                (HostNumber(states.Mask) == RuleEncoder.Related ? new NftMatch.Related() : new NftMatch.EstablishedOrRelated(), 3),
            [Expression.Connection { Key: ConnectionKey.Direction }, Expression.Compare, ..] =>
                (new NftMatch.Reply(), 2),
            [Expression.Connection { Key: ConnectionKey.Mark }, Expression.Bitwise mask, Expression.Compare value, ..] =>
                (new NftMatch.Mark(HostNumber(mask.Mask), HostNumber(value.Value)), 3),
            [Expression.Meta { Key: MetaKey.TransportProtocol }, Expression.Compare,
                Expression.Payload { Base: PayloadBase.Transport, Offset: 0, Length: 1 }, Expression.Compare, Expression.Compare, ..] =>
                (new NftMatch.NeighbourDiscovery(), 5),
            [Expression.Meta { Key: MetaKey.TransportProtocol },
                Expression.Compare { Value.Number: <= byte.MaxValue and var number }, ..] =>
                (new NftMatch.Transport(new Protocol((byte)number)), 2),
            [Expression.Meta { Key: MetaKey.InputInterface }, Expression.Compare, ..] =>
                (new NftMatch.FromLoopback(), 2),
            [Expression.Meta { Key: MetaKey.OutputInterface }, Expression.Compare, ..] =>
                (new NftMatch.ToLoopback(), 2),
            [Expression.Payload payload, Expression.Lookup lookup, ..] when FieldOf(payload) is { } field =>
                (new NftMatch.InSet(field, lookup.Set), 2),
            [Expression.Payload payload, .. var compares]
                when FieldOf(payload) is PacketField.DestinationPort or PacketField.SourcePort => ReadPorts(compares, FieldOf(payload)!.Value),
            _ => default,
        };
        (match, length) = read;
        return match is not null;
    }

    static (NftMatch?, int) ReadPorts(ReadOnlySpan<Expression> compares, PacketField field) => compares switch
    {
        [Expression.Compare { Operation: CompareOperation.Equal, Value: var port }, ..] => (PortsOf(port, port, field), 2),
        [Expression.Compare { Value: var first }, Expression.Compare { Value: var last }, ..] => (PortsOf(first, last, field), 3),
        _ => default,
    };

    static NftMatch.Ports? PortsOf(ExpressionValue first, ExpressionValue last, PacketField field) =>
        first.Number <= last.Number && last.Number <= ushort.MaxValue
            ? new NftMatch.Ports(new PortRange((ushort)first.Number, (ushort)last.Number), field) : null;

    // What the kernel makes itself is in the order of the machine.
    static uint HostNumber(ExpressionValue value) => BitConverter.IsLittleEndian
        ? BinaryPrimitives.ReverseEndianness((uint)value.Number) : (uint)value.Number;

    static PacketField? FieldOf(Expression.Payload payload) => PayloadPlace.FieldAt(payload.Base, payload.Offset, payload.Length);
}
