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

    /// <summary>Bits of the state of a connection.</summary>
    const uint Established = 0x2;

    public const uint Related = 0x4;

    const byte ReplyDirection = 1;

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
            case NftMatch.Transport transport:
                expressions.Meta(MetaKey.TransportProtocol);
                expressions.Compare(CompareOperation.Equal, [transport.Protocol.Number]);
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
            case NftMatch.InSet inSet:
                expressions.Load(inSet.Field);
                expressions.Lookup(inSet.Set);
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

    static void Write(ref ExpressionWriter expressions, NftMatch.Ports ports)
    {
        var range = ports.Range;
        expressions.Load(ports.Field);
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
