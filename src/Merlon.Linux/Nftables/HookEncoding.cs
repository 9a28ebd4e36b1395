using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>Numbers of hooks, as in <c>linux/netfilter.h</c>.</summary>
static class HookEncoding
{
    const uint Input = 1;
    const uint Forward = 2;

    public static uint NumberOf(NftHook hook) => hook switch
    {
        NftHook.Input => Input,
        NftHook.Forward => Forward,
        _ => throw new InvalidOperationException($"No number for {hook}."),
    };

    public static NftHook? HookOf(uint? number) => number switch
    {
        Input => NftHook.Input,
        Forward => NftHook.Forward,
        _ => null,
    };
}
