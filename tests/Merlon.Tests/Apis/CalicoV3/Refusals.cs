using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Tests.Manifests;

namespace Merlon.Tests.Apis.CalicoV3;

/// <summary>What Calico's server refuses, whether its schema says so or only its validator.</summary>
public sealed class Refusals
{
    [Theory]
    [InlineData("{action: allow}", "CAL-CASE spec.egress[0].action")]
    [InlineData("{action: Allow, destination: {net: 10.0.0.0/8}}", "FIELD-UNKNOWN spec.egress[0].destination.net")]
    [InlineData("{action: Allow, destination: {nets: [10.0.0.1/8]}}", "CAL-REJECT spec.egress[0].destination.nets[0]")]
    [InlineData("{action: Allow, destination: {nets: [10.0.0.0/8, 'fd00::/8']}}", "CAL-FAMILY spec.egress[0].destination.nets[1]")]
    [InlineData("{action: Allow, source: {nets: [10.0.0.0/8]}, destination: {notNets: ['fd00::/8']}}", "CAL-FAMILY spec.egress[0].destination.notNets[0]")]
    [InlineData("{action: Allow, destination: {notNets: [0.0.0.0/0]}}", "CAL-REJECT spec.egress[0].destination.notNets[0]")]
    [InlineData("{action: Allow, destination: {nets: [10.0.0.0/8, 10.0.0.0/8]}}", "API-REJECT spec.egress[0].destination.nets[1]")]
    [InlineData("{action: Allow, destination: {ports: [80]}}", "CAL-REJECT spec.egress[0].destination.ports[0]")]
    [InlineData("{action: Allow, protocol: ICMP, destination: {ports: [80]}}", "CAL-REJECT spec.egress[0].destination.ports[0]")]
    [InlineData("{action: Allow, protocol: ICMP, destination: {ports: [http]}}", "CAL-REJECT spec.egress[0].destination.ports[0]")]
    [InlineData("{action: Allow, protocol: TCP, destination: {ports: ['100:90']}}", "CAL-REJECT spec.egress[0].destination.ports[0]")]
    [InlineData("{action: Allow, protocol: TCP, destination: {ports: ['a b']}}", "CAL-REJECT spec.egress[0].destination.ports[0]")]
    [InlineData("{action: Allow, icmp: {type: 8}}", "API-REJECT spec.egress[0]")]
    [InlineData("{action: Allow, protocol: ICMP, icmp: {code: 0}}", "API-REJECT spec.egress[0].icmp")]
    [InlineData("{action: Allow, protocol: ICMP, icmp: {type: 255}}", "API-REJECT spec.egress[0].icmp.type")]
    [InlineData("{action: Allow, protocol: ICMP, ipVersion: 6}", "API-REJECT spec.egress[0]")]
    [InlineData("{action: Allow, protocol: 0}", "CAL-REJECT spec.egress[0].protocol")]
    [InlineData("{action: Allow, protocol: tcp}", "CAL-REJECT spec.egress[0].protocol")]
    [InlineData("{action: Allow, protocol: TCP, http: {methods: [GET]}}", "CAL-REJECT spec.egress[0].http")]
    [InlineData("{action: Allow, source: {services: {name: web, namespace: shop}}}", "CAL-REJECT spec.egress[0].source.services")]
    [InlineData("{action: Allow, destination: {services: {name: web}}}", "CAL-REJECT spec.egress[0].destination.services")]
    [InlineData("{action: Allow, destination: {namespaceSelector: global() && all()}}", "CAL-REJECT spec.egress[0].destination.namespaceSelector")]
    public void A_rule_is_refused(string rule, string fault) => Assert.Equal([fault], Faults($"egress: [{rule}]"));

    [Theory]
    [InlineData("types: [Ingress, Ingress]", "API-REJECT spec.types[1]")]
    [InlineData("types: []", "API-REJECT spec.types")]
    [InlineData("{preDNAT: true, applyOnForward: true, egress: [{action: Allow}]}", "API-REJECT spec")]
    [InlineData("{preDNAT: true, applyOnForward: true, types: [Egress]}", "API-REJECT spec")]
    [InlineData("{preDNAT: true, doNotTrack: true, applyOnForward: true}", "API-REJECT spec")]
    [InlineData("preDNAT: true", "API-REJECT spec")]
    [InlineData("selector: global()", "API-REJECT spec")]
    [InlineData("order: high", "FIELD-TYPE spec.order")]
    public void A_policy_is_refused(string spec, string fault) => Assert.Equal([fault], Faults(spec));

    [Theory]
    [InlineData("egress: [{action: Allow, destination: {ports: [http]}}]")]
    [InlineData("egress: [{action: Allow, protocol: 6, destination: {ports: [80, '90:100', http]}}]")]
    [InlineData("egress: [{action: Allow, destination: {nets: [8.8.8.8]}}]")]
    [InlineData("{order: -1.5, tier: sec, selector: \"a in {'x'}\", namespaceSelector: has(x), types: [Egress, Ingress]}")]
    public void A_policy_is_taken(string spec) => Assert.Empty(Faults(spec));

    [Theory]
    [InlineData("selector: a = 'b'", 5, 15)]
    [InlineData("selector: \"role == 'db\"", 5, 22)]
    [InlineData("selector: >-\n    a = 'b'", 5, 13)]
    public void A_fault_in_a_selector_is_pointed_at(string spec, int line, int column)
    {
        var fault = Assert.Single(Reading.Of(Policy(spec)).Diagnostics);
        Assert.Equal((DiagnosticCodes.CalicoReject, line, column), (fault.Code, fault.Location.Line, fault.Location.Column));
    }

    [Fact]
    public void Bare_crds_take_protocols_in_any_case()
    {
        var text = Policy("egress: [{action: Allow, protocol: tcp}]").Replace("projectcalico.org/v3", "crd.projectcalico.org/v1");
        Assert.Single(Reading.Of(text).Resources.Policies);
    }

    [Fact]
    public void Domains_are_read_for_the_commercial_editions()
    {
        var text = Policy("egress: [{action: Allow, destination: {domains: [api.example.com]}}]");
        Assert.Equal(["FIELD-UNKNOWN spec.egress[0].destination.domains"], Faults(Reading.Of(text)));
        Assert.Empty(Faults(Reading.Of(text, new ReadOptions { CalicoEdition = CalicoEdition.Commercial })));
    }

    static string Policy(string spec) => $"""
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata: {"{name: p}"}
        spec:
          {spec}
        """;

    static IEnumerable<string> Faults(string spec) => Faults(Reading.Of(Policy(spec)));

    static IEnumerable<string> Faults(ManifestSet manifests) => manifests.Diagnostics
        .Where(found => found.Severity == Severity.Error)
        .Select(found => $"{found.Code} {found.Path}");
}
