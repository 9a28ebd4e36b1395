using System.Globalization;
using System.Numerics;

namespace Merlon.Nftables;

/// <summary>
/// The bits of connection marks that tell in which policy epoch a connection was judged: adjacent bits, the lower half
/// of them for egress, the upper half for ingress. All others are left alone.
/// </summary>
public sealed record EpochMask
{
    const int LeastBits = 4;
    const int MostBits = 16;

    /// <param name="value">An even number of adjacent bits, 4 to 16.</param>
    /// <exception cref="ArgumentException">The bits are other ones.</exception>
    public EpochMask(uint value)
    {
        if (!IsMask(value)) throw new ArgumentException($"0x{value:x8} is no even number of adjacent bits, 4 to 16.", nameof(value));
        Value = value;
    }

    /// <summary>
    /// The highest byte. Below it are those of kube-proxy (0x4000, 0x8000), the port map plugin (0x2000), Cilium (0x0f00),
    /// the AWS plugin (0x80) and Tailscale (0xff0000).
    /// </summary>
    public static EpochMask Default { get; } = new(0xff000000);

    public uint Value { get; }

    /// <summary>Whether a number is an even number of adjacent bits, 4 to 16.</summary>
    public static bool IsMask(uint value)
    {
        var bits = BitOperations.PopCount(value);
        return bits is >= LeastBits and <= MostBits && bits % 2 == 0
            && value >> BitOperations.TrailingZeroCount(value) == (1u << bits) - 1;
    }

    /// <summary>The highest epoch. There is no epoch 0: that is the mark of what was never judged.</summary>
    public int LastEpoch => (1 << HalfBits) - 1;

    internal uint Egress => (uint)LastEpoch << Shift;

    internal uint Ingress => Egress << HalfBits;

    internal uint EgressValue(int epoch) => (uint)epoch << Shift;

    internal uint IngressValue(int epoch) => EgressValue(epoch) << HalfBits;

    internal int EpochOf(uint egressValue) => (int)(egressValue >> Shift);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"0x{Value:x8}");

    int HalfBits => BitOperations.PopCount(Value) / 2;

    int Shift => BitOperations.TrailingZeroCount(Value);
}
