using System.Buffers.Binary;
using Merlon.Linux.Netlink;
using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>An expression of a rule as read from the kernel, of those that are written here. A closed family.</summary>
abstract record Expression
{
    const int LongestValue = 16;

    public sealed record Meta(MetaKey Key) : Expression;

    public sealed record SetMeta(MetaKey Key) : Expression;

    public sealed record NoTrack : Expression;

    public sealed record Connection(ConnectionKey Key) : Expression;

    public sealed record SetConnection(ConnectionKey Key) : Expression;

    public sealed record Payload(PayloadBase Base, uint Offset, uint Length) : Expression;

    public sealed record Compare(CompareOperation Operation, ExpressionValue Value) : Expression;

    public sealed record Bitwise(ExpressionValue Mask, ExpressionValue Turned) : Expression;

    public sealed record Lookup(NftName Set, bool IsNegated) : Expression;

    public sealed record Dispatch(NftName Map) : Expression;

    public sealed record Log(string Prefix, ushort Group) : Expression;

    public sealed record Verdict(NftVerdict Value) : Expression;

    /// <summary>Reads a list of expressions; null where one is among them that is never written here.</summary>
    public static List<Expression>? ReadAll(NetlinkAttributes list)
    {
        List<Expression> expressions = [];
        foreach (var element in list)
        {
            if (Read(element.Nested) is not { } expression) return null;
            expressions.Add(expression);
        }
        return expressions;
    }

    static Expression? Read(NetlinkAttributes expression)
    {
        var data = expression.Nested(ExpressionAttribute.Data);
        return expression.Text(ExpressionAttribute.Name) switch
        {
            ExpressionName.Meta when data.UInt32(MetaAttribute.Key) is { } key =>
                data.TryGet(MetaAttribute.Source, out _) ? new SetMeta((MetaKey)key) : new Meta((MetaKey)key),
            ExpressionName.NoTrack => new NoTrack(),
            ExpressionName.Connection when data.UInt32(ConnectionAttribute.Key) is { } key =>
                data.TryGet(ConnectionAttribute.Source, out _) ? new SetConnection((ConnectionKey)key) : new Connection((ConnectionKey)key),
            ExpressionName.Payload => ReadPayload(data),
            ExpressionName.Compare => ReadCompare(data),
            ExpressionName.Bitwise => ReadBitwise(data),
            ExpressionName.Lookup => ReadLookup(data),
            ExpressionName.Log => ReadLog(data),
            ExpressionName.Immediate when VerdictEncoding.Read(data.Nested(ImmediateAttribute.Data)) is { } verdict =>
                new Verdict(verdict),
            _ => null,
        };
    }

    static Log? ReadLog(NetlinkAttributes data) => data.Bytes(LogAttribute.Group) is { Length: sizeof(ushort) } group
        ? new Log(data.Text(LogAttribute.Prefix), BinaryPrimitives.ReadUInt16BigEndian(group)) : null;

    static Payload? ReadPayload(NetlinkAttributes data) =>
        data.UInt32(PayloadAttribute.Base) is { } header
        && data.UInt32(PayloadAttribute.Offset) is { } offset
        && data.UInt32(PayloadAttribute.Length) is { } length
            ? new Payload((PayloadBase)header, offset, length) : null;

    static Compare? ReadCompare(NetlinkAttributes data) =>
        data.UInt32(CompareAttribute.Operation) is { } operation && ReadValue(data, CompareAttribute.Data) is { } value
            ? new Compare((CompareOperation)operation, value) : null;

    static Bitwise? ReadBitwise(NetlinkAttributes data) =>
        ReadValue(data, BitwiseAttribute.Mask) is { } mask && ReadValue(data, BitwiseAttribute.Xor) is { } turned
            ? new Bitwise(mask, turned) : null;

    static Expression? ReadLookup(NetlinkAttributes data)
    {
        var flags = data.UInt32(LookupAttribute.Flags) ?? 0;
        if (flags is not (0 or LookupFlags.Inverted)) return null;
        var set = ForeignRulesetException.OwnName(data.Text(LookupAttribute.Set));
        return data.TryGet(LookupAttribute.Destination, out _) ? flags == 0 ? new Dispatch(set) : null
            : new Lookup(set, flags == LookupFlags.Inverted);
    }

    static ExpressionValue? ReadValue(NetlinkAttributes data, ushort type)
    {
        var bytes = data.Nested(type).Bytes(DataAttribute.Value);
        if (bytes.Length is 0 or > LongestValue) return null;
        Span<byte> number = stackalloc byte[LongestValue];
        number.Clear();
        bytes.CopyTo(number[^bytes.Length..]);
        return new ExpressionValue(BinaryPrimitives.ReadUInt128BigEndian(number), bytes.Length);
    }
}
