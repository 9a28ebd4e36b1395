using Merlon.Apis.CalicoV3;
using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Tests.Manifests;

namespace Merlon.Tests.Apis.CalicoV1;

public sealed class OldPolicies
{
    [Fact]
    public void The_policies_of_an_old_guide_are_those_of_v3()
    {
        var policy = Read("""
            order: 500
            egress:
            - {action: deny, destination: {net: 8.8.8.8}, source: {}}
            """);
        Assert.Equal(("GlobalNetworkPolicy default-deny-egress", 500d), ($"{policy.Id}", policy.Spec.Order));
        Assert.False(policy.Spec.Governs(Direction.Ingress));
        var rule = Assert.Single(policy.Spec.Egress);
        Assert.Equal(RuleAction.Deny, rule.Action);
        Assert.Equal("8.8.8.8/32", $"{Assert.Single(rule.Destination.Nets).Value}");
    }

    [Theory]
    [InlineData("{net: 192.168.0.129/25}", "192.168.0.128/25")]
    [InlineData("{nets: [10.0.0.0/8, 11.0.0.0/8], net: 12.0.0.0/8}", "10.0.0.0/8 11.0.0.0/8 12.0.0.0/8")]
    [InlineData("{net: 'fd00::1'}", "fd00::1/128")]
    public void Blocks_are_masked_and_the_single_one_comes_last(string source, string expected) => Assert.Equal(
        expected,
        string.Join(' ', Read($"ingress: [{{action: allow, source: {source}}}]").Spec.Ingress[0].Source.Nets.Select(net => net.Value)));

    [Theory]
    [InlineData("{selector: \"has(calico/k8s_ns) || bake == 'cake'\", tag: tag1}", "(has(projectcalico.org/namespace) || bake == 'cake') && tag1 == ''")]
    [InlineData("{tag: tag1}", "tag1 == ''")]
    [InlineData("{selector: \"calico/k8s_ns == 'x'\"}", "projectcalico.org/namespace == 'x'")]
    public void Labels_and_tags_have_other_names_now(string source, string expected) =>
        Assert.Equal(expected, Read($"ingress: [{{action: allow, source: {source}}}]").Spec.Ingress[0].Source.Selector?.Text);

    [Theory]
    [InlineData("{action: Allow}")]
    [InlineData("{}")]
    public void An_action_is_spelt_as_v1_spells_it(string rule) =>
        Assert.Contains(Manifests($"ingress: [{rule}]").Diagnostics, found => found.Code == DiagnosticCodes.ApiReject);

    [Fact]
    public void Pass_is_Pass() => Assert.Equal(RuleAction.Pass, Read("ingress: [{action: pass}]").Spec.Ingress[0].Action);

    [Fact]
    public void A_name_that_had_to_change_says_so()
    {
        var name = Read("{}", "My.Policy_1").Meta.Name;
        Assert.StartsWith("my-policy-1-", name, StringComparison.Ordinal);
        Assert.Equal("my-policy-1-".Length + 8, name.Length);
        Assert.Equal("plain", Read("{}", "plain").Meta.Name);
    }

    [Fact]
    public void A_tier_of_v1_is_a_tier()
    {
        var manifests = Reading.Of("apiVersion: v1\nkind: tier\nmetadata: {name: early}\nspec: {order: 5}\n");
        Assert.Equal(5, Assert.IsType<TierResource>(Assert.Single(manifests.Resources.Policies)).Order);
    }

    [Fact]
    public void A_policy_of_Kubernetes_pod_security_is_none_of_these() => Assert.Empty(
        Reading.Of("apiVersion: v1\nkind: Pod\nmetadata: {name: policy}\n").Resources.Policies);

    [Theory]
    [InlineData(false, Verdict.Deny)]
    [InlineData(true, Verdict.Allow)]
    public void With_the_old_backstop_what_no_rule_names_stays_open(bool hasBackstop, Verdict verdict)
    {
        var text = Policy("order: 500\negress: [{action: deny, destination: {net: 8.8.8.8}}]", "p")
            + "---\napiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: x}\nstatus: {podIP: 10.0.0.1}\n";
        var snapshot = Snapshot.From(Reading.Of(text, new ReadOptions { HasCalicoBackstop = hasBackstop }));
        var pod = Assert.Single(snapshot.Cluster.Endpoints);
        var evaluator = new Evaluator(snapshot.Cluster, snapshot.Policies);
        Assert.Equal(verdict, To("203.0.113.5"));
        Assert.Equal(Verdict.Deny, To("8.8.8.8"));

        Verdict To(string address) => evaluator.Evaluate(new Flow(
            FlowEnd.Of(pod, pod.Addresses[0]), FlowEnd.Outside(IpAddress.Parse(address)), Protocol.Tcp, 443)).Verdict;
    }

    static CalicoPolicyResource Read(string spec, string name = "default-deny-egress")
    {
        var manifests = Manifests(spec, name);
        Assert.True(manifests.Unread.IsEmpty, string.Join('\n', manifests.Diagnostics));
        return Assert.IsType<CalicoPolicyResource>(Assert.Single(manifests.Resources.Policies));
    }

    static ManifestSet Manifests(string spec, string name = "p") => Reading.Of(Policy(spec, name));

    static string Policy(string spec, string name) => $"""
        apiVersion: v1
        kind: policy
        metadata: {"{name: " + name + "}"}
        spec:
          {spec.ReplaceLineEndings("\n").Replace("\n", "\n  ", StringComparison.Ordinal)}

        """;
}
