using Merlon.Model;

namespace Merlon.Tests.Model;

public sealed class Cidrs
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0", "10.255.255.255")]
    [InlineData("0.0.0.0/0", "0.0.0.0", "255.255.255.255")]
    [InlineData("10.0.0.1/32", "10.0.0.1", "10.0.0.1")]
    [InlineData("10.0.0.128/25", "10.0.0.128", "10.0.0.255")]
    [InlineData("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:db8::/33", "2001:db8::", "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("::1/128", "::1", "::1")]
    public void Reach_from_their_first_to_their_last_address(string text, string first, string last)
    {
        var cidr = Cidr.Parse(text);
        Assert.Equal((first, last, text), (cidr.First.ToString(), cidr.Last.ToString(), cidr.ToString()));
        Assert.True(cidr.Contains(cidr.First) && cidr.Contains(cidr.Last));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "9.255.255.255")]
    [InlineData("10.0.0.0/8", "11.0.0.0")]
    [InlineData("0.0.0.0/0", "::")]
    [InlineData("::/0", "10.0.0.1")]
    [InlineData("2001:db8::/32", "2001:db9::")]
    [InlineData("10.0.0.1/32", "10.0.0.0")]
    public void Do_not_contain_what_lies_outside(string text, string address) =>
        Assert.False(Cidr.Parse(text).Contains(IpAddress.Parse(address)));

    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8", true)]
    [InlineData("10.0.0.0/8", "10.0.0.0/9", true)]
    [InlineData("10.0.0.0/8", "10.255.255.255/32", true)]
    [InlineData("10.0.0.0/9", "10.0.0.0/8", false)]
    [InlineData("10.0.0.0/8", "11.0.0.0/8", false)]
    [InlineData("0.0.0.0/0", "::/0", false)]
    [InlineData("::/0", "10.0.0.0/8", false)]
    public void Contain_the_blocks_inside_them(string outer, string inner, bool expected) =>
        Assert.Equal(expected, Cidr.Parse(outer).Contains(Cidr.Parse(inner)));

    [Fact]
    public void Are_disjoint_or_nested()
    {
        var random = new Random(3);
        for (var i = 0; i < 2_000; i++)
        {
            var (a, b) = (RandomBlocks.InSmallSpace(random), RandomBlocks.InSmallSpace(random));
            var meet = a.First.CompareTo(b.Last) <= 0 && b.First.CompareTo(a.Last) <= 0;
            Assert.Equal(meet, a.Contains(b) || b.Contains(a));
            Assert.Equal(a == b, a.Contains(b) && b.Contains(a));
        }
    }

    [Fact]
    public void Clear_the_bits_beyond_the_prefix() =>
        Assert.Equal(Cidr.Parse("10.16.0.0/12"), Cidr.Containing(IpAddress.Parse("10.31.255.1"), 12));

    [Fact]
    public void Of_one_address_have_all_its_bits()
    {
        Assert.Equal("10.0.0.1/32", Cidr.Of(IpAddress.Parse("10.0.0.1")).ToString());
        Assert.Equal("::1/128", Cidr.Of(IpAddress.Parse("::1")).ToString());
    }

    [Fact]
    public void Of_a_whole_family_have_no_prefix()
    {
        Assert.Equal("0.0.0.0/0", Cidr.All(IpFamily.IPv4).ToString());
        Assert.Equal("::/0", Cidr.All(IpFamily.IPv6).ToString());
    }

    [Theory]
    [InlineData("10.0.0.1", -1)]
    [InlineData("10.0.0.1", 33)]
    [InlineData("::1", 129)]
    public void Cannot_have_a_prefix_outside_their_family(string address, int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Cidr.Containing(IpAddress.Parse(address), length));

    [Fact]
    public void Are_equal_when_address_and_length_are() => ValueContract.HoldsFor(
        Cidr.Parse("10.0.0.0/8"), Cidr.Containing(IpAddress.Parse("10.1.2.3"), 8), Cidr.Parse("10.0.0.0/9"));

    [Fact]
    public void Are_ordered_by_first_address_the_larger_first() => ValueContract.AreOrdered(
        Cidr.Parse("0.0.0.0/0"),
        Cidr.Parse("10.0.0.0/8"),
        Cidr.Parse("10.0.0.0/9"),
        Cidr.Parse("10.128.0.0/9"),
        Cidr.Parse("::/0"));

    [Theory]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.0/08")]
    [InlineData("010.0.0.0/8")]
    [InlineData("::ffff:10.0.0.0/104")]
    [InlineData("10.0.0.0")]
    [InlineData("")]
    public void Are_read_in_strict_form_only(string text)
    {
        Assert.False(Cidr.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Cidr.Parse(text));
    }

    [Theory]
    [InlineData("10.0.0.0/8", CidrFault.None, "10.0.0.0/8")]
    [InlineData("2001:DB8:0::/32", CidrFault.None, "2001:db8::/32")]
    [InlineData("10.1.2.3/8", CidrFault.HostBits, "10.0.0.0/8")]
    [InlineData("2001:db8::1/32", CidrFault.HostBits, "2001:db8::/32")]
    [InlineData("010.0.0.0/8", CidrFault.LeadingZeros, "10.0.0.0/8")]
    [InlineData("10.0.0.0/08", CidrFault.LeadingZeros, "10.0.0.0/8")]
    [InlineData("001.002.003.000/0", CidrFault.LeadingZeros, "0.0.0.0/0")]
    [InlineData("10.000.0.0/8", CidrFault.LeadingZeros, "10.0.0.0/8")]
    [InlineData("::ffff:10.0.0.0/104", CidrFault.Mapped, "10.0.0.0/8")]
    [InlineData("::ffff:10.0.0.1/128", CidrFault.Mapped, "10.0.0.1/32")]
    [InlineData("::ffff:0:0/96", CidrFault.Mapped, "0.0.0.0/0")]
    public void Say_what_is_unusual_about_their_text(string text, CidrFault fault, string block)
    {
        Assert.Equal(fault, CidrText.Read(text, out var cidr));
        Assert.Equal(block, cidr.ToString());
    }

    [Theory]
    [InlineData("10.0.0.1", CidrFault.NoPrefix)]
    [InlineData("010.0.0.1", CidrFault.NoPrefix)]
    [InlineData("::1", CidrFault.NoPrefix)]
    [InlineData("", CidrFault.Syntax)]
    [InlineData("/", CidrFault.Syntax)]
    [InlineData("/8", CidrFault.Syntax)]
    [InlineData("10.0.0.0/", CidrFault.Syntax)]
    [InlineData("10.0.0.0/33", CidrFault.Syntax)]
    [InlineData("10.0.0.0/-1", CidrFault.Syntax)]
    [InlineData("10.0.0.0/+8", CidrFault.Syntax)]
    [InlineData("10.0.0.0/8 ", CidrFault.Syntax)]
    [InlineData("10.0.0.0/8/8", CidrFault.Syntax)]
    [InlineData("10.0.0.0/255.0.0.0", CidrFault.Syntax)]
    [InlineData("10.0.0/8", CidrFault.Syntax)]
    [InlineData("::/129", CidrFault.Syntax)]
    [InlineData("::ffff:10.0.0.0/95", CidrFault.Syntax)]
    [InlineData("fe80::1%eth0/64", CidrFault.Syntax)]
    [InlineData("X.X.X.0/16", CidrFault.Syntax)]
    public void Are_not_read_from_other_texts(string text, CidrFault fault)
    {
        Assert.Equal(fault, CidrText.Read(text, out var cidr));
        Assert.Equal(default, cidr);
    }
}
