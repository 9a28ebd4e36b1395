using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>How base chains are attached, with numbers as in <c>linux/netfilter.h</c>.</summary>
static class HookEncoding
{
    /// <summary>The type of chains that decide about packets.</summary>
    public const string ChainType = "filter";

    /// <summary>The policy of every base chain: what nothing decides passes.</summary>
    public const uint PolicyAccept = 1;

    const uint Prerouting = 0;
    const uint Input = 1;
    const uint Forward = 2;
    const uint Output = 3;

    public static uint NumberOf(NftHook hook) => hook switch
    {
        NftHook.Prerouting => Prerouting,
        NftHook.Input => Input,
        NftHook.Forward => Forward,
        NftHook.Output => Output,
        _ => throw new InvalidOperationException($"No number for {hook}."),
    };

    public static NftHook? HookOf(uint? number) => number switch
    {
        Prerouting => NftHook.Prerouting,
        Input => NftHook.Input,
        Forward => NftHook.Forward,
        Output => NftHook.Output,
        _ => null,
    };
}
