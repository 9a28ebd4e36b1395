using Merlon.Model;

namespace Merlon.Tests.Model;

public sealed class PortRanges
{
    [Fact]
    public void Include_both_ends()
    {
        var range = new PortRange(80, 90);
        Assert.True(range.Contains(80) && range.Contains(85) && range.Contains(90));
        Assert.False(range.Contains(79) || range.Contains(91));
    }

    [Fact]
    public void Are_never_empty() => Assert.Throws<ArgumentOutOfRangeException>(() => new PortRange(81, 80));

    [Fact]
    public void Of_all_ports_include_zero() =>
        Assert.True(PortRange.All.Contains(0) && PortRange.All.Contains(ushort.MaxValue));

    [Fact]
    public void Are_equal_when_their_ends_are() =>
        ValueContract.HoldsFor(new PortRange(1, 2), new PortRange(1, 2), new PortRange(1, 3));

    [Fact]
    public void Are_ordered_by_first_then_last() =>
        ValueContract.AreOrdered(new PortRange(1, 1), new PortRange(1, 9), new PortRange(2, 2), new PortRange(2, 3));

    [Theory]
    [InlineData(80, 80, "80")]
    [InlineData(9001, 9022, "9001-9022")]
    public void Are_written_as_one_port_or_two(ushort first, ushort last, string text) =>
        Assert.Equal(text, new PortRange(first, last).ToString());
}
