using Merlon.Model;

namespace Merlon.Tests.Model;

public sealed class IpAddresses
{
    [Theory]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("10.244.1.7", "10.244.1.7")]
    [InlineData("::", "::")]
    [InlineData("::1", "::1")]
    [InlineData("2001:db8:0:0:0:0:0:1", "2001:db8::1")]
    [InlineData("2001:DB8::ABCD", "2001:db8::abcd")]
    [InlineData("2001:0db8:0001::", "2001:db8:1::")]
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("2001:0:0:1:0:0:0:1", "2001:0:0:1::1")]
    [InlineData("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]
    [InlineData("64:ff9b::192.0.2.33", "64:ff9b::c000:221")]
    [InlineData("::ffff:192.0.2.33", "192.0.2.33")]
    [InlineData("::ffff:c000:221", "192.0.2.33")]
    [InlineData("0:0:0:0:0:FFFF:10.0.0.1", "10.0.0.1")]
    public void Are_written_in_their_canonical_form(string text, string canonical) =>
        Assert.Equal(canonical, IpAddress.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0")]
    [InlineData("10.0.0.0.1")]
    [InlineData("10.0.0.256")]
    [InlineData("10.0.0.01")]
    [InlineData("010.0.0.1")]
    [InlineData("10.0.0.")]
    [InlineData(".10.0.0.1")]
    [InlineData("10.0.0.+1")]
    [InlineData("10.0.0. 1")]
    [InlineData(" 10.0.0.1")]
    [InlineData("10.0.0.0/8")]
    [InlineData("0x0a.0.0.1")]
    [InlineData("167772161")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("12345::")]
    [InlineData("::g")]
    [InlineData("::ffff:10.0.0.256")]
    [InlineData("::1/128")]
    [InlineData("web")]
    public void Are_not_read_from_other_texts(string text)
    {
        Assert.False(IpAddress.TryParse(text, out var address));
        Assert.Equal(default, address);
        Assert.Throws<FormatException>(() => IpAddress.Parse(text));
    }

    [Fact]
    public void Have_the_bits_of_their_family()
    {
        Assert.Equal((IpFamily.IPv4, 32), (IpAddress.Parse("10.0.0.1").Family, IpAddress.Parse("10.0.0.1").Bits));
        Assert.Equal((IpFamily.IPv6, 128), (IpAddress.Parse("::1").Family, IpAddress.Parse("::1").Bits));
        Assert.Equal((UInt128)0x0A000001, IpAddress.Parse("10.0.0.1").Value);
    }

    [Fact]
    public void Mapped_ones_equal_the_IPv4_ones() =>
        ValueContract.HoldsFor(
            IpAddress.Parse("10.0.0.1"), IpAddress.Parse("::ffff:a00:1"), IpAddress.Parse("10.0.0.2"));

    [Fact]
    public void Of_the_same_number_differ_by_family() =>
        Assert.NotEqual(IpAddress.Create(IpFamily.IPv4, 1), IpAddress.Create(IpFamily.IPv6, 1));

    [Fact]
    public void Are_ordered_by_family_then_number() => ValueContract.AreOrdered(
        IpAddress.Parse("0.0.0.0"),
        IpAddress.Parse("9.255.255.255"),
        IpAddress.Parse("10.0.0.0"),
        IpAddress.Parse("255.255.255.255"),
        IpAddress.Parse("::"), IpAddress.Parse("::1"), IpAddress.Parse("ffff::"));

    [Fact]
    public void Cannot_exceed_their_family() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => IpAddress.Create(IpFamily.IPv4, (UInt128)uint.MaxValue + 1));

    [Fact]
    public void Are_read_back_from_what_they_write()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var address = RandomBlocks.Address(random);
            Assert.Equal(address, IpAddress.Parse(address.ToString()));
        }
    }
}
