using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
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
                case [Expression.Meta { Key: MetaKey.Mark }, Expression.Bitwise bitwise, Expression.SetMeta]:
                    return new NftRule.SetPacketMark(matches.ToImmutable(), ~HostNumber(bitwise.Mask), HostNumber(bitwise.Turned), comment);
                case [Expression.NoTrack]:
                    return new NftRule.NoTrack(matches.ToImmutable(), comment);
                case [Expression.Payload payload, Expression.Dispatch dispatch] when FieldOf(payload) is { } field:
                    return new NftRule.Dispatch(matches.ToImmutable(), field, dispatch.Map, comment);
                // Before a field of an IP header it belongs to that.
                case [Expression.Meta { Key: MetaKey.NetworkProtocol }, Expression.Compare,
                    Expression.Payload { Base: PayloadBase.Network }, ..]:
                    expressions = expressions[2..];
                    break;
                default:
                    if (!TryReadMatch(expressions, matches, out var match, out var length)) return null;
                    matches.Add(match);
                    expressions = expressions[length..];
                    break;
            }
        }
    }

    static bool TryReadMatch(
        ReadOnlySpan<Expression> expressions,
        IEnumerable<NftMatch> before,
        [NotNullWhen(true)] out NftMatch? match,
        out int length)
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
                Expression.Payload { Base: PayloadBase.Transport, Offset: 0, Length: 1 },
                Expression.Compare { Operation: CompareOperation.AtLeast }, Expression.Compare, ..] =>
                (new NftMatch.NeighbourDiscovery(), 5),
            [Expression.Meta { Key: MetaKey.TransportProtocol },
                Expression.Compare { Value: { Length: 1, Number: var number } } protocol, ..] =>
                (new NftMatch.Transport(new Protocol((byte)number)) { IsNegated = IsNegated(protocol) }, 2),
            [Expression.Meta { Key: MetaKey.NetworkProtocol }, Expression.Compare { Value.Number: var version }, ..] =>
                (new NftMatch.Version(version == ExpressionWriter.ProtocolIPv4 ? IpFamily.IPv4 : IpFamily.IPv6), 2),
            [Expression.Payload { Base: PayloadBase.Transport } part, Expression.Compare compare, ..]
                when IcmpOf(before, part, compare) is { } icmp => (icmp, 2),
            [Expression.Meta { Key: MetaKey.Mark }, Expression.Bitwise mask, Expression.Compare value, ..] =>
                (new NftMatch.PacketMark(HostNumber(mask.Mask), HostNumber(value.Value)), 3),
            [Expression.Meta { Key: MetaKey.InputInterfaceName }, Expression.Compare from, ..] when InterfaceOf(from.Value) is { } name =>
                (new NftMatch.FromInterface(name), 2),
            [Expression.Meta { Key: MetaKey.OutputInterfaceName }, Expression.Compare to, ..] when InterfaceOf(to.Value) is { } name =>
                (new NftMatch.ToInterface(name), 2),
            [Expression.Meta { Key: MetaKey.InputInterface }, Expression.Compare, ..] =>
                (new NftMatch.FromLoopback(), 2),
            [Expression.Meta { Key: MetaKey.OutputInterface }, Expression.Compare, ..] =>
                (new NftMatch.ToLoopback(), 2),
            [Expression.Payload payload, Expression.Lookup lookup, ..] when FieldOf(payload) is { } field =>
                (new NftMatch.InSet(field, lookup.Set) { IsNegated = lookup.IsNegated }, 2),
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
        [Expression.Compare { Operation: CompareOperation.NotEqual, Value: var port }, ..] =>
            (PortsOf(port, port, field) is { } other ? other with { IsNegated = true } : null, 2),
        [Expression.Compare { Value: var first }, Expression.Compare { Value: var last }, ..] => (PortsOf(first, last, field), 3),
        _ => default,
    };

    // The protocol that a match before it has checked tells which ICMP it is.
    static NftMatch? IcmpOf(IEnumerable<NftMatch> before, Expression.Payload part, Expression.Compare compare)
    {
        var transport = before.OfType<NftMatch.Transport>().LastOrDefault(found => !found.IsNegated && found.Protocol.IsIcmp);
        if (transport is null) return null;
        var number = compare.Value.Number;
        return (part.Offset, part.Length) switch
        {
            (0, 1) => new NftMatch.Icmp(transport.Protocol, (byte)number) { IsNegated = IsNegated(compare) },
            (0, 2) => new NftMatch.Icmp(transport.Protocol, (byte)(number >> 8), (byte)number),
            (1, 1) => new NftMatch.OtherIcmpCode(transport.Protocol, (byte)number),
            _ => null,
        };
    }

    static InterfaceName? InterfaceOf(ExpressionValue value)
    {
        if (value.Length != RuleEncoder.InterfaceNameLength) return null;
        Span<byte> bytes = stackalloc byte[RuleEncoder.InterfaceNameLength];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value.Number);
        var text = Encoding.ASCII.GetString(bytes.TrimEnd((byte)0));
        return InterfaceName.IsName(text) ? new InterfaceName(text) : null;
    }

    static bool IsNegated(Expression.Compare compare) => compare.Operation == CompareOperation.NotEqual;

    static NftMatch.Ports? PortsOf(ExpressionValue first, ExpressionValue last, PacketField field) =>
        first.Number <= last.Number && last.Number <= ushort.MaxValue
            ? new NftMatch.Ports(new PortRange((ushort)first.Number, (ushort)last.Number), field) : null;

    // What the kernel makes itself is in the order of the machine.
    static uint HostNumber(ExpressionValue value) => BitConverter.IsLittleEndian
        ? BinaryPrimitives.ReverseEndianness((uint)value.Number) : (uint)value.Number;

    static PacketField? FieldOf(Expression.Payload payload) => PayloadPlace.FieldAt(payload.Base, payload.Offset, payload.Length);
}
