using Merlon.Lab.Planning;

namespace Merlon.Lab.Tests.Planning;

public sealed class PortChoices
{
    static string Ports(string yaml) => string.Join(' ', Labs.Plan(yaml).Ports.Ports);

    [Fact]
    public void Container_ports_that_policies_name_come_first_then_one_that_nothing_names_and_echo()
    {
        var pods = string.Concat(Enumerable.Range(1, 6).Select(i => Labs.Pod($"p{i}", $"containers: [{{name: c, image: x, ports: [{{containerPort: 800{i}}}]}}]")));
        Assert.Equal(
            "8001/tcp 8002/tcp 8003/tcp 8006/tcp 7/tcp icmp",
            Ports(pods + Labs.Policy("podSelector: {}, ingress: [{ports: [{port: 8006}]}]")));
    }

    [Fact]
    public void The_ends_of_a_range_are_asked() =>
        Assert.Equal(
            "9001/udp 9022/udp 7/udp icmp",
            Ports(Labs.Pod("a") + Labs.Policy("podSelector: {}, ingress: [{ports: [{port: 9001, endPort: 9022, protocol: UDP}]}]")));

    [Fact]
    public void The_port_that_nothing_names_is_in_no_range() =>
        Assert.Equal(
            "1/tcp 100/tcp 101/tcp icmp",
            Ports(Labs.Pod("a") + Labs.Policy("podSelector: {}, ingress: [{ports: [{port: 1, endPort: 100}]}]")));

    [Fact]
    public void Ports_that_are_asked_for_are_the_only_ones()
    {
        var plan = Labs.Plan(Labs.Sample("backend"), new LabOptions { Ports = [ProbePort.Echo] });
        Assert.All(plan.Probes, probe => Assert.True(probe.Flow.Protocol.IsIcmp));
    }
}
