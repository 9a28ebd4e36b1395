using Merlon.Lab.Planning;
using Merlon.Lab.Probing;
using Merlon.Model;

namespace Merlon.Lab.Tests.Probing;

public sealed class PacketTexts
{
    [Theory]
    [InlineData(IpFamily.IPv4, 8)]
    [InlineData(IpFamily.IPv6, 128)]
    public void An_echo_request_carries_its_probe(IpFamily family, byte type)
    {
        var packet = Packets.Echo(family, 4711, 12345);
        Assert.Equal(type, packet[0]);
        Assert.Equal((true, false, 12345), Packets.ReadEcho(packet));
    }

    [Fact]
    public void The_checksum_of_an_echo_makes_the_sum_of_all_words_full()
    {
        var packet = Packets.Echo(IpFamily.IPv4, 4711, 12345);
        var sum = Enumerable.Range(0, packet.Length / 2).Sum(i => (packet[2 * i] << 8) | packet[(2 * i) + 1]);
        Assert.Equal(0xffff, (sum & 0xffff) + (sum >> 16));
    }

    [Fact]
    public void An_init_carries_its_probe() => Assert.Equal(0, Packets.ReadSctpInit(Packets.SctpInit(10_000, 7000, 0)));

    [Fact]
    public void Other_payloads_are_of_no_probe() => Assert.Equal(-1, Packets.ReadPayload("somebody else's"u8));

    [Fact]
    public void The_header_of_IPv4_is_left_out()
    {
        byte[] packet = [0x46, .. new byte[23], 1, 2];
        Assert.Equal([1, 2], Packets.Content(packet, IpFamily.IPv4).ToArray());
    }

    [Fact]
    public void Source_ports_are_new_and_nobody_listens_there()
    {
        var address = IpAddress.Parse("10.0.0.1");
        var ports = new SourcePorts([new ProbePort(Protocol.Tcp, 10_001)]);
        Assert.Equal(
            [10_000, 10_002, 10_003],
            new[] { ports.Take(address), ports.Take(address), ports.Take(address) }.Select(port => (int)port));
        Assert.Equal(10_004, new SourcePorts([], ports.Next).Take(address));
    }
}
