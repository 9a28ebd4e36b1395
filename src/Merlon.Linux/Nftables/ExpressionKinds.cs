namespace Merlon.Linux.Nftables;

/// <summary>Names of expressions, as their kernel modules call themselves.</summary>
static class ExpressionName
{
    public const string Meta = "meta";
    public const string Connection = "ct";
    public const string Payload = "payload";
    public const string Compare = "cmp";
    public const string Bitwise = "bitwise";
    public const string Lookup = "lookup";
    public const string Immediate = "immediate";
    public const string Log = "log";
    public const string NoTrack = "notrack";
}

enum CompareOperation : uint
{
    Equal = 0,
    NotEqual = 1,
    AtMost = 3,
    AtLeast = 5,
}

enum PayloadBase : uint
{
    Network = 1,
    Transport = 2,
}

enum MetaKey : uint
{
    Mark = 3,
    InputInterface = 4,
    OutputInterface = 5,
    InputInterfaceName = 6,
    OutputInterfaceName = 7,
    NetworkProtocol = 15,
    TransportProtocol = 16,
}

enum ConnectionKey : uint
{
    State = 0,
    Direction = 1,
    Mark = 3,
}
