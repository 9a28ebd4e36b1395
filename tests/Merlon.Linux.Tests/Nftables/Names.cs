using Merlon.Nftables;

namespace Merlon.Linux.Tests.Nftables;

static class Names
{
    public static NftName TableA { get; } = NftName.Fixed("merlon_a");

    public static NftName TableB { get; } = NftName.Fixed("merlon_b");
}
