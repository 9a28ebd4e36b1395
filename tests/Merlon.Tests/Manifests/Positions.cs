using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;

namespace Merlon.Tests.Manifests;

/// <summary>Lines and columns of values, whatever the form of the text.</summary>
public sealed class Positions
{
    [Fact]
    public void In_block_style()
    {
        var policy = Policy("""
            # a comment
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: web
            spec:
              podSelector:
                matchLabels:
                  app: web
              policyTypes:
              - Ingress
              ingress:
                - from:
                  - podSelector: {}
                  -   ipBlock:
                        cidr: "10.0.0.0/8"
                  ports:
                    -
                      port: 80
            """);
        Assert.Equal(
            [
                "3:1 ", "9:5 spec.podSelector", "12:5 spec.policyTypes[0]", "14:7 spec.ingress[0]",
                "15:9 spec.ingress[0].from[0]", "16:11 spec.ingress[0].from[1]",
                "17:19 spec.ingress[0].from[1].ipBlock.cidr", "20:11 spec.ingress[0].ports[0]",
            ],
            Places(policy));
    }

    [Fact]
    public void In_flow_style()
    {
        var policy = Policy("""
            {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: web}, spec: {
             podSelector: {matchLabels: {app: web}}, policyTypes: [ Ingress ],
             ingress: [{from: [{podSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: 80}]}]}}
            """);
        Assert.Equal(
            [
                "1:1 ", "2:15 spec.podSelector", "2:57 spec.policyTypes[0]", "3:12 spec.ingress[0]",
                "3:20 spec.ingress[0].from[0]", "3:39 spec.ingress[0].from[1]",
                "3:56 spec.ingress[0].from[1].ipBlock.cidr", "3:79 spec.ingress[0].ports[0]",
            ],
            Places(policy));
    }

    [Fact]
    public void In_json()
    {
        var policy = Policy("""

              {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "web", "annotations": {"u": "ü"}},
               "spec": {"podSelector": {"matchLabels": {"app": "web"}}, "policyTypes": ["Ingress"],
                 "ingress": [ {"from": [{"podSelector": {}}, {"ipBlock": {"cidr": "10.0.0.0/8"}}], "ports": [{"port": 80}]}]}}
            """);
        Assert.Equal(
            [
                "2:3 ", "3:28 spec.podSelector", "3:77 spec.policyTypes[0]", "4:19 spec.ingress[0]",
                "4:29 spec.ingress[0].from[0]", "4:50 spec.ingress[0].from[1]",
                "4:71 spec.ingress[0].from[1].ipBlock.cidr", "4:98 spec.ingress[0].ports[0]",
            ],
            Places(policy));
    }

    [Theory]
    [InlineData("spec:\n  podSelector: {}\n  bad: 1\n", "FIELD-UNKNOWN 6:3 spec.bad")]
    [InlineData("spec: {podSelector: {}, ü: {}, bad: 1}\n", "FIELD-UNKNOWN 4:25 spec.ü", "FIELD-UNKNOWN 4:32 spec.bad")]
    [InlineData(
        "spec: {podSelector: {}, \"😀\": {}, bad: 1}\n", "FIELD-UNKNOWN 4:25 spec.😀", "FIELD-UNKNOWN 4:35 spec.bad")]
    [InlineData("spec:\n  podSelector: {}\n  ? bad\n  : 1\n", "FIELD-UNKNOWN 6:5 spec.bad")]
    [InlineData("spec:\n  podSelector: {}\n  policyTypes: >-\n    Ingress\n", "FIELD-TYPE 6:16 spec.policyTypes")]
    public void Of_faults(string spec, params string[] expected) =>
        Assert.Equal(
            expected,
            Reading.Found(
                Reading.Of($"apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: web}}\n{spec}")));

    static NetworkPolicyResource Policy(string text)
    {
        var manifests = Reading.Of(text);
        Assert.Empty(manifests.Diagnostics);
        return Assert.IsType<NetworkPolicyResource>(Assert.Single(manifests.Resources.Policies));
    }

    static IEnumerable<string> Places(NetworkPolicyResource policy)
    {
        var rule = policy.Ingress[0];
        var places = new[]
        {
            policy.PodSelector!.Place, policy.PolicyTypes[0].Place, rule.Place, rule.Peers[0].Place,
            rule.Peers[1].Place, rule.Peers[1].IpBlock!.Cidr.Place, rule.Ports[0].Place,
        };
        return places
            .Prepend(new Place(policy.Meta.Location, FieldPath.Root))
            .Select(place => $"{place.Location.Line}:{place.Location.Column} {place.Path}");
    }
}
