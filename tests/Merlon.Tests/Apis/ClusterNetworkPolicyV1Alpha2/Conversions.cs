using System.Globalization;
using System.Text;
using Merlon.Apis;
using Merlon.Apis.ClusterPolicies;
using Merlon.Connectivity.Comparison;
using Merlon.Evaluation;
using Merlon.Manifests;
using static Merlon.Tests.Apis.ClusterPolicies.ClusterPolicy;

namespace Merlon.Tests.Apis.ClusterNetworkPolicyV1Alpha2;

/// <summary>Policies of v1alpha1 as ClusterNetworkPolicies: the same verdicts in the newer words.</summary>
public sealed class Conversions
{
    const string Everyone = "namespaces: {}";

    static readonly PolicyConverter Converter = PolicyConverter.All.Single(
        converter => converter.Target == "clusternetworkpolicy");

    static readonly string[] NamespaceVariants = ["none", "ns=a", "ns=other"];

    static readonly string[] PodVariants = ["no labels", "x=a", "x=b", "x=other"];

    [Fact]
    public void Words_and_ports_are_translated()
    {
        var (_, converted) = Convert(AnpTo(
            "action: Allow, name: 'say \"hi\"', to: [{pods: {namespaceSelector: {}, podSelector: {matchLabels: {a: 'true'}}}}], "
                + "ports: [{portNumber: {port: 80}}, {portRange: {protocol: UDP, start: 7, end: 9}}, "
                + "{portRange: {start: 5, end: 5}}, {namedPort: http}]"));
        var policy = Assert.Single(converted);
        Assert.Equal(
            ("ClusterNetworkPolicy", "p", PolicyTier.Admin, 1), (policy.Kind, policy.Meta.Name, policy.Tier, policy.Priority));
        var rule = Assert.Single(policy.Egress);
        Assert.Equal("say \"hi\"", rule.Name);
        Assert.Equal(
            ["TCP 80-80", "UDP 7-9", "TCP 5-5", "http"],
            rule.Ports.Select(port => port is ClusterPortSpec.Numbers numbers
                ? string.Create(CultureInfo.InvariantCulture, $"{numbers.Protocol} {numbers.First}-{numbers.Last}")
                : ((ClusterPortSpec.Named)port).Name));
    }

    [Fact]
    public void A_baseline_policy_gets_the_last_priority() => Assert.Equal(
        (PolicyTier.Baseline, 1000),
        Assert.Single(Convert(Banp(Subject)).Policies) is var policy ? (policy.Tier, policy.Priority) : default);

    [Fact]
    public void What_is_too_long_is_split_and_what_follows_makes_room()
    {
        var rules = Repeat($"{{action: Deny, to: [{{{Everyone}}}], ports: [{{portNumber: {{port: 80}}}}]}}", 60);
        var (conversion, converted) = Convert(
            Anp($"priority: 10, {Subject}, egress: [{rules}]")
                + "---\n" + Anp($"priority: 11, {Subject}, egress: [{{action: Allow, to: [{{{Everyone}}}]}}]")
                    .Replace("name: p", "name: q", StringComparison.Ordinal));
        Assert.Equal(
            [("p", 10, 25), ("p-2", 11, 25), ("p-3", 12, 10), ("q", 13, 1)],
            converted.OrderBy(policy => policy.Priority)
                .Select(policy => (policy.Meta.Name, policy.Priority, policy.Egress.Length)));
        Assert.Contains("becomes 3", Assert.Single(conversion.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_is_too_long_becomes_several_behind_one_another()
    {
        var peers = string.Join(", ", Enumerable.Range(0, 30).Select(i => $"{{namespaces: {{matchLabels: {{a: v{i}}}}}}}"));
        var ports = string.Join(", ", Enumerable.Range(1, 30).Select(i => $"{{portNumber: {{port: {i}}}}}"));
        var (_, converted) = Convert(AnpTo($"action: Deny, to: [{peers}], ports: [{ports}]"));
        Assert.Equal(
            [(25, 25), (25, 5), (5, 25), (5, 5)],
            Assert.Single(converted).Egress.Select(rule => (rule.Peers.Length, rule.Ports.Length)));
    }

    [Fact]
    public void A_range_that_holds_no_port_is_left_out_with_its_rule()
    {
        var (conversion, converted) = Convert(
            AnpTo($"action: Deny, to: [{{{Everyone}}}], ports: [{{portRange: {{start: 9, end: 8}}}}]"));
        Assert.Empty(Assert.Single(converted).Egress);
        Assert.Contains("9-8", Assert.Single(conversion.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_understood_is_left_alone()
    {
        var conversion = Converter.Convert(Read(
            AnpTo("action: Deny, to: [{namespaces: {matchLabels: {'no key': v}}}]")).Resources);
        Assert.Empty(conversion.Replaced);
        Assert.Contains("not converted", Assert.Single(conversion.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_taken_is_not_used_again()
    {
        var (_, converted) = Convert(
            Cnp($"tier: Baseline, priority: 1, {Subject}") + "---\n" + Anp($"priority: 1, {Subject}"));
        Assert.Equal("p-2", Assert.Single(converted).Meta.Name);
    }

    [Fact]
    public void Nothing_to_convert_is_no_conversion() =>
        Assert.Empty(Converter.Convert(Read(Cnp($"tier: Admin, priority: 1, {Subject}")).Resources).Replaced);

    [Fact]
    public void The_comparison_finds_a_rule_that_was_lost()
    {
        var before = Snapshot.From(Read(AnpTo(
            $"action: Deny, to: [{{{Everyone}}}], ports: [{{portNumber: {{protocol: UDP, port: 5353}}}}]")));
        var after = Snapshot.From(Read(AnpTo(
            $"action: Deny, to: [{{{Everyone}}}], ports: [{{portRange: {{protocol: UDP, start: 5353, end: 5354}}}}]")));
        var comparison = VerdictComparison.Of(SpanningCluster.Of(before.Policies).Cluster, before.Policies, after.Policies);
        Assert.Equal("5354/UDP", comparison.Difference?.Flow.PortText);
        Assert.Equal(
            (Verdict.Allow, Verdict.Deny), (comparison.Difference!.Before.Verdict, comparison.Difference.After.Verdict));
    }

    [Fact]
    public void A_made_up_cluster_has_every_combination_of_labels()
    {
        var policies = Snapshot.From(Read(Anp(
            "priority: 1, subject: {pods: {namespaceSelector: {matchLabels: {ns: a}}, podSelector: {matchExpressions: "
                + "[{key: x, operator: NotIn, values: [a, b]}]}}}, egress: [{action: Deny, to: [{nodes: {matchLabels: {k: v}}}]}]"))).Policies;
        var made = SpanningCluster.Of(policies);
        Assert.True(made.IsComplete);
        Assert.Equal(
            from ns in NamespaceVariants
            from pod in PodVariants
            from _ in Enumerable.Range(0, 2)
            select $"{ns} {pod}",
            made.Cluster.Endpoints.Where(endpoint => endpoint.IsOnPodNetwork)
                .Select(pod => $"{(pod.Namespace!.Labels.TryGet("ns", out var value) ? $"ns={value}" : "none")} {pod.Labels}")
                .Order(StringComparer.Ordinal));
        Assert.Equal(3, made.Cluster.Endpoints.Count(endpoint => endpoint.Labels.TryGet("k", out _) || !endpoint.IsOnPodNetwork));
    }

    // Read back as a server would, and compared on a cluster made up for the selectors.
    static (ConvertedPolicies Conversion, IReadOnlyList<ClusterPolicyResource> Policies) Convert(string manifests)
    {
        var original = Read(manifests);
        Assert.Empty(original.Unread);
        var conversion = Converter.Convert(original.Resources);
        var read = ManifestReader.Read([new SourceText("converted", Encoding.UTF8.GetBytes(conversion.Yaml))]);
        Assert.Empty(read.Diagnostics);
        var before = Snapshot.From(original).Policies;
        var after = Snapshot.From(original.Resources with
        {
            Policies =
            [
                .. original.Resources.Policies.Where(policy => !conversion.Replaced.Contains(policy.Id)),
                .. read.Resources.Policies,
            ],
        }, []).Policies;
        var comparison = VerdictComparison.Of(SpanningCluster.Of(before).Cluster, before, after);
        Assert.Null(comparison.Difference);
        Assert.NotEqual(0, comparison.Flows);
        return (conversion, [.. read.Resources.Policies.Cast<ClusterPolicyResource>()]);
    }
}
