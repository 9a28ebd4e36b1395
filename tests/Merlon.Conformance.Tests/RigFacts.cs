using Merlon.Conformance.Tests.Packets;
using Merlon.Conformance.Tests.Rig;
using Merlon.Model;

namespace Merlon.Conformance.Tests;

/// <summary>What the rig itself can tell: what arrives and what is dropped, of every kind of packet.</summary>
[Collection(RigFixture.Collection)]
public sealed class RigFacts(RigFixture fixture)
{
    static readonly IpAddress[] Own = [IpAddress.Parse("172.18.0.11"), IpAddress.Parse("fd00:18::11")];

    static readonly TestPacket[] Packets =
    [
        .. from ends in new[]
           {
               ("10.244.1.2", "203.0.113.5"), ("8.8.8.8", "10.244.1.2"), ("10.244.1.2", "172.18.0.11"),
               ("fd00:10:244:1::2", "2001:db8::5"), ("2606:4700::8", "fd00:10:244:1::2"), ("fd00:10:244:1::2", "fd00:18::11"),
           }
           let source = IpAddress.Parse(ends.Item1)
           let icmp = source.Family == IpFamily.IPv4 ? Protocol.Icmp : Protocol.IcmpV6
           from protocol in new[] { Protocol.Tcp, Protocol.Udp, Protocol.Sctp, icmp }
           select new TestPacket(source, IpAddress.Parse(ends.Item2), protocol, protocol.HasPorts ? (ushort)80 : (ushort)0),
    ];

    [Fact]
    public void Every_packet_arrives_where_nothing_is_loaded_that_drops_it()
    {
        var rig = fixture.Require();
        rig.Become(Own, "merlon_a", "table inet merlon_a {\n}\n");
        Assert.All(rig.Send(Packets), Assert.True);
    }

    [Theory]
    [InlineData("ip saddr 10.244.1.2 drop", "10.244.1.2 ->")]
    [InlineData("ip6 saddr fd00:10:244:1::2 drop", "fd00:10:244:1::2 ->")]
    [InlineData("tcp dport 80 drop", "TCP 80")]
    [InlineData("udp dport 80 drop", "UDP 80")]
    [InlineData("sctp dport 80 drop", "SCTP 80")]
    [InlineData("icmp type echo-request drop", " ICMP")]
    [InlineData("icmpv6 type echo-request drop", "ICMPv6")]
    public void Just_the_packets_that_a_rule_names_are_dropped(string rule, string named)
    {
        var rig = fixture.Require();
        rig.Become(Own, "merlon_a", $$"""
            table inet merlon_a {
                chain a_forward {
                    type filter hook forward priority 0; policy accept;
                    {{rule}}
                }
                chain a_input {
                    type filter hook input priority 0; policy accept;
                    {{rule}}
                }
            }
            """);
        var arrived = rig.Send(Packets);
        var expected = Packets.Select(packet => !$"{packet} ".Contains($"{named} ", StringComparison.Ordinal));
        Assert.Equal(expected, arrived);
    }
}
