using Merlon.Model;

namespace Merlon.Tests.Model;

public sealed class Protocols
{
    [Theory]
    [InlineData("TCP", 6, true, false)]
    [InlineData("udp", 17, true, false)]
    [InlineData("Sctp", 132, true, false)]
    [InlineData("icmp", 1, false, true)]
    [InlineData("ICMPv6", 58, false, true)]
    public void Are_read_by_name_in_any_case(string text, byte number, bool hasPorts, bool isIcmp)
    {
        Assert.True(Protocol.TryParse(text, out var protocol));
        Assert.Equal((number, hasPorts, isIcmp), (protocol.Number, protocol.HasPorts, protocol.IsIcmp));
        Assert.Equal(text, protocol.ToString(), ignoreCase: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("6")]
    [InlineData(" TCP")]
    [InlineData("UDPLite")]
    public void Are_not_read_from_other_texts(string text) => Assert.False(Protocol.TryParse(text, out _));

    [Fact]
    public void Without_a_name_are_written_by_number() => Assert.Equal("47", new Protocol(47).ToString());

    [Fact]
    public void Are_equal_by_number() => ValueContract.HoldsFor(Protocol.Tcp, new Protocol(6), Protocol.Udp);

    [Fact]
    public void Are_ordered_by_number() =>
        ValueContract.AreOrdered(Protocol.Icmp, Protocol.Tcp, Protocol.Udp, Protocol.IcmpV6, Protocol.Sctp);
}
