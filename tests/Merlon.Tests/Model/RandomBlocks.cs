using Merlon.Model;

namespace Merlon.Tests.Model;

/// <summary>Random addresses and blocks, close enough together to meet often.</summary>
static class RandomBlocks
{
    public static IpAddress Address(Random random)
    {
        if (random.Next(2) == 0) return IpAddress.Create(IpFamily.IPv4, (uint)random.NextInt64(1L << 32));
        var value = new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64());
        // Runs of zeros are where the text forms differ; ::ffff:0:0/96 is IPv4.
        return IpAddress.Create(IpFamily.IPv6, (value & Pattern(random)) | UInt128.One << 127);
    }

    /// <summary>A block of up to 256 addresses inside 10.0.0.0/24, the whole of it included.</summary>
    public static Cidr InSmallSpace(Random random) =>
        Cidr.Containing(IpAddress.Create(IpFamily.IPv4, 0x0A000000u + (uint)random.Next(256)), random.Next(24, 33));

    static UInt128 Pattern(Random random)
    {
        var pattern = UInt128.Zero;
        for (var group = 0; group < 8; group++)
        {
            pattern = (pattern << 16) | (random.Next(2) == 0 ? UInt128.Zero : 0xFFFF);
        }
        return pattern;
    }
}
