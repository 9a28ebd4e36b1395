using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Merlon.Linux.Netlink;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>Rules as expressions.</summary>
static class RuleEncoder
{
    // The index of the loopback interface in every network namespace.
    const int LoopbackIndex = 1;

    /// <summary>Bits of the state of a connection.</summary>
    const uint Established = 0x2;

    public const uint Related = 0x4;

    const byte ReplyDirection = 1;

    /// <summary>What a name fills, with zeros behind it.</summary>
    public const int InterfaceNameLength = 16;

    /// <summary>Writes the attributes of a rule that say what it does.</summary>
    /// <exception cref="ArgumentException">The rule looks at both versions of IP, or its comment is too long.</exception>
    public static void Write(NetlinkWriter writer, NftRule rule)
    {
        WriteExpressions(writer, rule);
        RuleComment.Write(writer, rule.Comment);
    }

    /// <exception cref="ArgumentException">The rule looks at both versions of IP.</exception>
    public static void WriteExpressions(NetlinkWriter writer, NftRule rule)
    {
        using var nest = writer.Nest(RuleAttribute.Expressions);
        var expressions = new ExpressionWriter(writer);
        foreach (var match in rule.Matches) Write(ref expressions, match);
        Act(ref expressions, rule);
    }

    static void Act(ref ExpressionWriter expressions, NftRule rule)
    {
        switch (rule)
        {
            case NftRule.Decide decide:
                if (decide.Log.Length > 0) expressions.Log(decide.Log, NftRule.LogGroup);
                expressions.Verdict(decide.Verdict);
                break;
            case NftRule.SetMark mark:
                expressions.Connection(ConnectionKey.Mark);
                expressions.Mask(Host(~mark.Mask), Host(mark.Value));
                expressions.SetConnection(ConnectionKey.Mark);
                break;
            case NftRule.SetPacketMark mark:
                expressions.Meta(MetaKey.Mark);
                expressions.Mask(Host(~mark.Mask), Host(mark.Value));
                expressions.SetMeta(MetaKey.Mark);
                break;
            case NftRule.NoTrack:
                expressions.NoTrack();
                break;
            case NftRule.Dispatch dispatch:
                expressions.Load(dispatch.Field);
                expressions.Dispatch(dispatch.Map);
                break;
            default:
                throw new InvalidOperationException($"No expressions for a {rule.GetType().Name}.");
        }
    }

    static void Write(ref ExpressionWriter expressions, NftMatch match)
    {
        switch (match)
        {
            case NftMatch.EstablishedOrRelated:
                State(ref expressions, Established | Related);
                break;
            case NftMatch.Related:
                State(ref expressions, Related);
                break;
            case NftMatch.Reply:
                expressions.Connection(ConnectionKey.Direction);
                expressions.Compare(CompareOperation.Equal, [ReplyDirection]);
                break;
            case NftMatch.Mark mark:
                expressions.Connection(ConnectionKey.Mark);
                expressions.Mask(Host(mark.Mask));
                expressions.Compare(CompareOperation.Equal, Host(mark.Value));
                break;
            case NftMatch.NeighbourDiscovery:
                expressions.Meta(MetaKey.TransportProtocol);
                expressions.Compare(CompareOperation.Equal, [Protocol.IcmpV6.Number]);
                expressions.Payload(PayloadPlace.IcmpType);
                expressions.Compare(CompareOperation.AtLeast, [NftMatch.NeighbourDiscovery.FirstType]);
                expressions.Compare(CompareOperation.AtMost, [NftMatch.NeighbourDiscovery.LastType]);
                break;
            case NftMatch.Version version:
                expressions.Version(version.Family);
                break;
            case NftMatch.Transport transport:
                expressions.Meta(MetaKey.TransportProtocol);
                expressions.Compare(Equal(transport.IsNegated), [transport.Protocol.Number]);
                break;
            // As nft does it: two fields side by side are one.
            case NftMatch.Icmp { Code: { } code, IsNegated: false } icmp:
                expressions.Payload(PayloadPlace.IcmpTypeAndCode);
                expressions.Compare(CompareOperation.Equal, [icmp.Type, code]);
                break;
            case NftMatch.Icmp { Code: null } icmp:
                expressions.Payload(PayloadPlace.IcmpType);
                expressions.Compare(Equal(icmp.IsNegated), [icmp.Type]);
                break;
            case NftMatch.OtherIcmpCode other:
                expressions.Payload(PayloadPlace.IcmpCode);
                expressions.Compare(CompareOperation.NotEqual, [other.Code]);
                break;
            case NftMatch.Ports ports:
                Write(ref expressions, ports);
                break;
            case NftMatch.FromLoopback:
                Loopback(ref expressions, MetaKey.InputInterface);
                break;
            case NftMatch.ToLoopback:
                Loopback(ref expressions, MetaKey.OutputInterface);
                break;
            case NftMatch.FromInterface from:
                Interface(ref expressions, MetaKey.InputInterfaceName, from.Name);
                break;
            case NftMatch.ToInterface to:
                Interface(ref expressions, MetaKey.OutputInterfaceName, to.Name);
                break;
            case NftMatch.PacketMark mark:
                expressions.Meta(MetaKey.Mark);
                expressions.Mask(Host(mark.Mask));
                expressions.Compare(CompareOperation.Equal, Host(mark.Value));
                break;
            case NftMatch.InSet inSet:
                expressions.Load(inSet.Field);
                expressions.Lookup(inSet.Set, inSet.IsNegated);
                break;
            default:
                throw new InvalidOperationException($"No expressions for a {match.GetType().Name}.");
        }
    }

    static void State(ref ExpressionWriter expressions, uint states)
    {
        expressions.Connection(ConnectionKey.State);
        expressions.Mask(Host(states));
        expressions.Compare(CompareOperation.NotEqual, Host(0));
    }

    static void Loopback(ref ExpressionWriter expressions, MetaKey end)
    {
        expressions.Meta(end);
        expressions.Compare(CompareOperation.Equal, Host(LoopbackIndex));
    }

    static void Interface(ref ExpressionWriter expressions, MetaKey end, InterfaceName name)
    {
        Span<byte> text = stackalloc byte[InterfaceNameLength];
        text.Clear();
        Encoding.ASCII.GetBytes(name.Text, text);
        expressions.Meta(end);
        expressions.Compare(CompareOperation.Equal, text);
    }

    static void Write(ref ExpressionWriter expressions, NftMatch.Ports ports)
    {
        var range = ports.Range;
        expressions.Load(ports.Field);
        if (range.First == range.Last)
        {
            expressions.Compare(Equal(ports.IsNegated), Network(range.First));
            return;
        }
        if (ports.IsNegated) throw new ArgumentException("A range of ports is not negated: a set is.", nameof(ports));
        expressions.Compare(CompareOperation.AtLeast, Network(range.First));
        expressions.Compare(CompareOperation.AtMost, Network(range.Last));
    }

    static CompareOperation Equal(bool isNegated) => isNegated ? CompareOperation.NotEqual : CompareOperation.Equal;

    static byte[] Network(ushort number)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
        return bytes;
    }

    // What the kernel makes itself is in the order of the machine.
    static byte[] Host(uint number)
    {
        var bytes = new byte[sizeof(uint)];
        MemoryMarshal.Write(bytes, number);
        return bytes;
    }
}
