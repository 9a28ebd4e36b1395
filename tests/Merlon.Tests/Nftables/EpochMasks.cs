using Merlon.Nftables;

namespace Merlon.Tests.Nftables;

public class EpochMasks
{
    [Theory]
    [InlineData(0xff000000, 15)]
    [InlineData(0x0000000f, 3)]
    [InlineData(0x0000ffff, 255)]
    [InlineData(0x00003f00, 7)]
    public void Adjacent_bits_of_an_even_number_are_a_mask(uint value, int lastEpoch) =>
        Assert.Equal(lastEpoch, new EpochMask(value).LastEpoch);

    [Theory]
    [InlineData(0)]
    [InlineData(0x3)]
    [InlineData(0x1f)]
    [InlineData(0xf0f)]
    [InlineData(0x7fff)]
    [InlineData(0x3ffff)]
    [InlineData(0xffffffff)]
    public void Other_bits_are_none(uint value) => Assert.Throws<ArgumentException>(() => new EpochMask(value));

    [Theory]
    [InlineData(0x4000)]
    [InlineData(0x8000)]
    public void The_default_leaves_the_bits_of_kube_proxy_alone(uint bit) => Assert.Equal(0u, EpochMask.Default.Value & bit);
}
