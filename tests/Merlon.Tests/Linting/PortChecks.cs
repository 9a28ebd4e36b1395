using Merlon.Diagnostics;

namespace Merlon.Tests.Linting;

public sealed class PortChecks
{
    [Fact]
    public void A_repeated_port_changes_nothing() => Assert.Equal(
        "`TCP 80` stands on line 8 already: this entry changes nothing.",
        Lints.Find(DiagnosticCodes.PortDuplicate, 10, 7, "spec.ingress[0].ports[2]", """
              podSelector: {}
              ingress:
              - ports:
                - {protocol: TCP, port: 80}
                - {protocol: UDP, port: 80}
                - {port: 80}
            """));

    [Theory]
    [InlineData("{protocol: TCP, port: 80}, {protocol: UDP, port: 80}")]
    [InlineData("{port: 80}, {port: 80, endPort: 81}")]
    [InlineData("{port: http}, {port: 80}, {}")]
    public void Ports_that_differ_are_no_repetition(string ports) =>
        Lints.FindNone(DiagnosticCodes.PortDuplicate, $"  podSelector: {{}}\n  ingress: [{{ports: [{ports}]}}]");

    [Fact]
    public void Four_ports_in_a_row_are_a_range() => Assert.Equal(
        "The UDP ports 7000 to 7003 stand one by one. One entry says the same: `{protocol: UDP, port: 7000, endPort: "
            + "7003}`.",
        Lints.Find(DiagnosticCodes.PortRun, 9, 7, "spec.egress[0].ports[1]", """
              podSelector: {}
              egress:
              - ports:
                - {protocol: UDP, port: 7001}
                - {protocol: UDP, port: 7000}
                - {protocol: UDP, port: 7003}
                - {protocol: UDP, port: 7001}
                - {protocol: UDP, port: 7002}
                - {protocol: UDP, port: 7005}
            """));

    [Theory]
    [InlineData("{port: 1}, {port: 2}, {port: 3}, {port: 5}")]
    [InlineData("{port: 1}, {port: 2}, {port: 3, protocol: UDP}, {port: 4, protocol: UDP}")]
    [InlineData("{port: 1}, {port: 2}, {port: 3}, {port: 4, endPort: 9}")]
    [InlineData("{port: 1}, {port: 2}, {port: 2}, {port: 3}")]
    public void Three_ports_in_a_row_are_left(string ports) =>
        Lints.FindNone(DiagnosticCodes.PortRun, $"  podSelector: {{}}\n  ingress: [{{ports: [{ports}]}}]");

    [Fact]
    public void Ports_of_two_rules_are_no_row() => Lints.FindNone(
        DiagnosticCodes.PortRun,
        "  podSelector: {}\n  ingress: [{ports: [{port: 1}, {port: 2}]}, {ports: [{port: 3}, {port: 4}]}]");

    [Fact]
    public void Ports_without_protocol_are_named_once_for_the_policy() => Assert.Equal(
        "Without protocol, `80`, `http`, an entry for any port and 1 more mean TCP alone, not UDP.",
        Lints.Find(DiagnosticCodes.ProtocolDefault, 9, 7, "spec.ingress[0].ports[1]", """
              podSelector: {}
              ingress:
              - ports:
                - {protocol: UDP, port: 53}
                - {port: 80}
                - {port: http}
              egress:
              - ports: [{port: 80}, {}, {port: 443}]
            """));

    [Fact]
    public void A_written_protocol_is_no_default() =>
        Lints.FindNone(
            DiagnosticCodes.ProtocolDefault, "  podSelector: {}\n  ingress: [{ports: [{protocol: TCP, port: 80}]}]");
}
