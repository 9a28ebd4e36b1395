namespace Merlon.Linux.Nftables;

// Numbers of linux/netfilter/nf_tables.h, those that are used, in its order.

static class NftRegister
{
    public const uint Verdict = 0;
    public const uint One = 1;
}

static class NftVerdictCode
{
    public const uint Drop = 0;
    public const uint Accept = 1;
    public const uint Jump = unchecked((uint)-3);
    public const uint Goto = unchecked((uint)-4);
}

static class NftMessage
{
    const ushort Subsystem = 10 << 8;

    public const ushort SubsystemNumber = 10;
    public const byte Inet = 1;
    public const ushort NewTable = Subsystem | 0;
    public const ushort GetTable = Subsystem | 1;
    public const ushort DeleteTable = Subsystem | 2;
    public const ushort NewChain = Subsystem | 3;
    public const ushort GetChain = Subsystem | 4;
    public const ushort DeleteChain = Subsystem | 5;
    public const ushort NewRule = Subsystem | 6;
    public const ushort GetRule = Subsystem | 7;
    public const ushort DeleteRule = Subsystem | 8;
    public const ushort NewSet = Subsystem | 9;
    public const ushort GetSet = Subsystem | 10;
    public const ushort DeleteSet = Subsystem | 11;
    public const ushort NewSetElement = Subsystem | 12;
    public const ushort GetSetElement = Subsystem | 13;
    public const ushort DeleteSetElement = Subsystem | 14;
    public const ushort GetGeneration = Subsystem | 16;
}

static class ListAttribute
{
    public const ushort Element = 1;
}

static class HookAttribute
{
    public const ushort Number = 1;
    public const ushort Priority = 2;
}

static class GenerationAttribute
{
    public const ushort Id = 1;
}

static class TableAttribute
{
    public const ushort Name = 1;
    public const ushort Flags = 2;
    public const ushort Use = 3;
}

static class ChainAttribute
{
    public const ushort Table = 1;
    public const ushort Name = 3;
    public const ushort Hook = 4;
    public const ushort Policy = 5;
    public const ushort Type = 7;
}

static class RuleAttribute
{
    public const ushort Table = 1;
    public const ushort Chain = 2;
    public const ushort Expressions = 4;
    public const ushort UserData = 7;
}

static class SetFlags
{
    public const uint None = 0;
    public const uint Interval = 0x4;
    public const uint Map = 0x8;
}

static class SetAttribute
{
    public const ushort Table = 1;
    public const ushort Name = 2;
    public const ushort Flags = 3;
    public const ushort KeyType = 4;
    public const ushort KeyLength = 5;
    public const ushort DataType = 6;
    public const ushort DataLength = 7;
    public const ushort Id = 10;
    public const ushort UserData = 13;
}

static class ElementFlags
{
    public const uint IntervalEnd = 0x1;
}

static class ElementAttribute
{
    public const ushort Key = 1;
    public const ushort Data = 2;
    public const ushort Flags = 3;
    public const ushort UserData = 6;
}

static class ElementListAttribute
{
    public const ushort Table = 1;
    public const ushort Set = 2;
    public const ushort Elements = 3;
}

static class DataAttribute
{
    public const ushort Value = 1;
    public const ushort Verdict = 2;
}

static class VerdictAttribute
{
    public const ushort Code = 1;
    public const ushort Chain = 2;
}

static class ExpressionAttribute
{
    public const ushort Name = 1;
    public const ushort Data = 2;
}

static class ImmediateAttribute
{
    public const ushort Destination = 1;
    public const ushort Data = 2;
}

static class BitwiseAttribute
{
    public const ushort Source = 1;
    public const ushort Destination = 2;
    public const ushort Length = 3;
    public const ushort Mask = 4;
    public const ushort Xor = 5;
}

static class CompareAttribute
{
    public const ushort Source = 1;
    public const ushort Operation = 2;
    public const ushort Data = 3;
}

static class LookupAttribute
{
    public const ushort Set = 1;
    public const ushort Source = 2;
    public const ushort Destination = 3;
    public const ushort Flags = 5;
}

static class LookupFlags
{
    public const uint Inverted = 1;
}

static class PayloadAttribute
{
    public const ushort Destination = 1;
    public const ushort Base = 2;
    public const ushort Offset = 3;
    public const ushort Length = 4;
}

static class MetaAttribute
{
    public const ushort Destination = 1;
    public const ushort Key = 2;
    public const ushort Source = 3;
}

static class ConnectionAttribute
{
    public const ushort Destination = 1;
    public const ushort Key = 2;
    public const ushort Source = 4;
}

static class LogAttribute
{
    public const ushort Group = 1;
    public const ushort Prefix = 2;
}
