namespace Merlon.Nftables.Hosts;

/// <summary>
/// The bit of a packet's mark that says that a policy before tracking or translation let it through: later ones of the
/// host endpoint leave it alone.
/// </summary>
static class HostMark
{
    /// <summary>
    /// The highest bits but the last: below are those of Tailscale (0xff0000), kube-proxy (0x4000, 0x8000) and Cilium
    /// (0x0f00).
    /// </summary>
    const uint Bit = 0x01000000;

    public static NftMatch IsAccepted { get; } = new NftMatch.PacketMark(Bit, Bit);

    public static NftRule Accept { get; } = new NftRule.SetPacketMark([], Bit, Bit, "");

    /// <summary>What others may have left in the bit means nothing.</summary>
    public static NftRule Clear { get; } = new NftRule.SetPacketMark([], Bit, 0, "");
}
