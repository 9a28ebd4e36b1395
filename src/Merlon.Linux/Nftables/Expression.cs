using Merlon.Linux.Netlink;
using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>An expression of a rule as read from the kernel, of those that are written here. A closed family.</summary>
abstract record Expression
{
    public sealed record Meta(MetaKey Key) : Expression;

    public sealed record Connection(ConnectionKey Key) : Expression;

    public sealed record Payload(PayloadBase Base, uint Offset, uint Length) : Expression;

    /// <param name="Operation">How it compares.</param>
    /// <param name="Value">Its value as a number, in the order of the network or the machine.</param>
    public sealed record Compare(CompareOperation Operation, byte[] Value) : Expression;

    public sealed record Bitwise(byte[] Mask) : Expression;

    public sealed record Lookup(NftName Set) : Expression;

    public sealed record Dispatch(NftName Map) : Expression;

    public sealed record Verdict(NftVerdict Value) : Expression;

    /// <summary>Reads an element of a list of expressions; null for one that is never written here.</summary>
    public static Expression? Read(NetlinkAttributes expression)
    {
        var data = expression.Nested(ExpressionAttribute.Data);
        switch (expression.Text(ExpressionAttribute.Name))
        {
            case ExpressionName.Meta when data.UInt32(MetaAttribute.Key) is { } key:
                return new Meta((MetaKey)key);
            case ExpressionName.Connection when data.UInt32(ConnectionAttribute.Key) is { } key:
                return new Connection((ConnectionKey)key);
            case ExpressionName.Payload:
                return new Payload(
                    (PayloadBase)(data.UInt32(PayloadAttribute.Base) ?? 0),
                    data.UInt32(PayloadAttribute.Offset) ?? 0, data.UInt32(PayloadAttribute.Length) ?? 0);
            case ExpressionName.Compare when data.UInt32(CompareAttribute.Operation) is { } operation:
                return new Compare((CompareOperation)operation, ValueOf(data.Nested(CompareAttribute.Data)));
            case ExpressionName.Bitwise:
                return new Bitwise(ValueOf(data.Nested(BitwiseAttribute.Mask)));
            case ExpressionName.Lookup:
                var set = ForeignRulesetException.OwnName(data.Text(LookupAttribute.Set));
                return data.TryGet(LookupAttribute.Destination, out _) ? new Dispatch(set) : new Lookup(set);
            case ExpressionName.Immediate when VerdictEncoding.Read(data.Nested(ImmediateAttribute.Data)) is { } verdict:
                return new Verdict(verdict);
            default:
                return null;
        }
    }

    static byte[] ValueOf(NetlinkAttributes data) => data.Bytes(DataAttribute.Value).ToArray();
}
