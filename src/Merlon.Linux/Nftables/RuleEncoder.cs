using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Merlon.Linux.Netlink;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>Rules as expressions.</summary>
static class RuleEncoder
{
    // The index of the loopback interface in every network namespace.
    const int LoopbackIndex = 1;

    // The bits of both in the state of a connection.
    const uint EstablishedOrRelated = 0x2 | 0x4;

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
                expressions.Verdict(decide.Verdict);
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
                expressions.Connection(ConnectionKey.State);
                expressions.Mask(Host(EstablishedOrRelated));
                expressions.Compare(CompareOperation.NotEqual, Host(0));
                break;
            case NftMatch.NeighbourDiscovery:
                expressions.Meta(MetaKey.TransportProtocol);
                expressions.Compare(CompareOperation.Equal, [Protocol.IcmpV6.Number]);
                expressions.Payload(PayloadPlace.IcmpType);
                expressions.Compare(CompareOperation.AtLeast, [NftMatch.NeighbourDiscovery.FirstType]);
                expressions.Compare(CompareOperation.AtMost, [NftMatch.NeighbourDiscovery.LastType]);
                break;
            case NftMatch.Transport transport:
                expressions.Meta(MetaKey.TransportProtocol);
                expressions.Compare(CompareOperation.Equal, [transport.Protocol.Number]);
                break;
            case NftMatch.Ports ports:
                Write(ref expressions, ports.Range);
                break;
            case NftMatch.FromLoopback:
                expressions.Meta(MetaKey.InputInterface);
                expressions.Compare(CompareOperation.Equal, Host(LoopbackIndex));
                break;
            case NftMatch.InSet inSet:
                expressions.Load(inSet.Field);
                expressions.Lookup(inSet.Set);
                break;
            default:
                throw new InvalidOperationException($"No expressions for a {match.GetType().Name}.");
        }
    }

    static void Write(ref ExpressionWriter expressions, PortRange range)
    {
        expressions.Load(PacketField.DestinationPort);
        if (range.First == range.Last)
        {
            expressions.Compare(CompareOperation.Equal, Network(range.First));
            return;
        }
        expressions.Compare(CompareOperation.AtLeast, Network(range.First));
        expressions.Compare(CompareOperation.AtMost, Network(range.Last));
    }

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
