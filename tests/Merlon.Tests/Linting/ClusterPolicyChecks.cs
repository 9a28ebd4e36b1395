using Merlon.Diagnostics;
using static Merlon.Tests.Apis.ClusterPolicies.ClusterPolicy;

namespace Merlon.Tests.Linting;

/// <summary>What is found in cluster-wide policies that the API server would store.</summary>
public sealed class ClusterPolicyChecks
{
    const string Deny22 = "action: Deny, from: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {number: 22}}}]";

    [Theory]
    [InlineData("Accept", "number: 22")]
    [InlineData("Pass", "number: 22")]
    [InlineData("Accept", "range: {start: 20, end: 30}")]
    public void Policies_of_one_priority_that_disagree_are_ambiguous(string action, string port)
    {
        var found = Assert.Single(Ambiguous(
            Deny22,
            $"action: {action}, from: [{{namespaces: {{}}}}], protocols: [{{tcp: {{destinationPort: {{{port}}}}}}}]"));
        Assert.Equal("ClusterNetworkPolicy q", found.Object);
        Assert.Equal("spec.priority", found.Path);
        Assert.Contains("rule 1 of p denies", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Accept_and_pass_disagree_where_a_later_tier_denies() => Assert.Single(Ambiguous(
        Deny22.Replace("Deny", "Pass", StringComparison.Ordinal),
        Deny22.Replace("Deny", "Accept", StringComparison.Ordinal)));

    [Theory]
    [InlineData("action: Accept, from: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {number: 23}}}]")]
    [InlineData("action: Accept, from: [{namespaces: {}}], protocols: [{udp: {destinationPort: {number: 22}}}]")]
    [InlineData("action: Deny, from: [{namespaces: {}}]")]
    public void Policies_of_one_priority_that_agree_where_they_meet_are_not(string other) =>
        Assert.Empty(Ambiguous(Deny22, other));

    [Fact]
    public void Subjects_that_share_no_pod_cannot_disagree() => Assert.Empty(Ambiguous(
        Deny22,
        "action: Accept, from: [{namespaces: {}}]",
        "namespaces: {matchLabels: {team: a}}",
        "namespaces: {matchExpressions: [{key: team, operator: NotIn, values: [a]}]}"));

    [Fact]
    public void Different_tiers_and_priorities_are_never_ambiguous()
    {
        var first = CnpFrom(Deny22);
        var second = CnpFrom("action: Accept, from: [{namespaces: {}}]").Replace("name: p", "name: q", StringComparison.Ordinal);
        foreach (var other in new[]
        {
            second.Replace("priority: 1", "priority: 2", StringComparison.Ordinal),
            second.Replace("tier: Admin", "tier: Baseline", StringComparison.Ordinal),
        })
        {
            Assert.Empty(Lints.Of(DiagnosticCodes.ClusterAmbiguous, first, other));
        }
    }

    [Fact]
    public void An_admin_policy_of_the_older_version_can_be_ambiguous_with_one_of_the_newer() => Assert.Single(Lints.Of(
        DiagnosticCodes.ClusterAmbiguous,
        CnpFrom(Deny22),
        Anp($"priority: 1, {Subject}, ingress: [{{action: Allow, from: [{{namespaces: {{}}}}]}}]")));

    [Theory]
    [InlineData("action: Deny, from: [{namespaces: {matchExpressions: [{key: a, operator: Like, values: [b]}]}}]", "denies everything", "spec.ingress[0].from[0].namespaces")]
    [InlineData("action: Accept, from: [{namespaces: {matchLabels: {'no key': b}}}]", "allows nothing", "spec.ingress[0].from[0].namespaces")]
    [InlineData("action: Pass, from: [{namespaces: {}}], protocols: [{destinationNamedPort: ''}]", "denies everything", "spec.ingress[0].protocols[0]")]
    public void A_rule_that_nobody_understands_is_an_error(string rule, string effect, string path)
    {
        var found = Assert.Single(Lints.Of(DiagnosticCodes.ClusterFailsClosed, CnpFrom(rule)));
        Assert.Equal((Severity.Error, path), (found.Severity, found.Path));
        Assert.Contains(effect, found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subject_that_nobody_understands_is_an_error() => Assert.Contains(
        "select every pod",
        Assert.Single(Lints.Of(
            DiagnosticCodes.ClusterFailsClosed,
            Cnp("tier: Admin, priority: 1, subject: {namespaces: {matchLabels: {a: 'no value'}}}"))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("Deny", 1)]
    [InlineData("Pass", 1)]
    [InlineData("Accept", 0)]
    public void Domain_names_can_only_be_accepted(string action, int count)
    {
        var policy = CnpTo($"action: {action}, to: [{{domainNames: [example.com]}}]");
        Assert.Equal(count, Lints.Of(DiagnosticCodes.ClusterDomainDenied, policy).Count);
        Assert.Empty(Lints.Of(DiagnosticCodes.ClusterFailsClosed, policy));
    }

    static IReadOnlyList<Diagnostic> Ambiguous(
        string first, string second, string subject = "namespaces: {}", string otherSubject = "namespaces: {}") => Lints.Of(
        DiagnosticCodes.ClusterAmbiguous,
        Cnp($"tier: Admin, priority: 1, subject: {{{subject}}}, ingress: [{{{first}}}]"),
        Cnp($"tier: Admin, priority: 1, subject: {{{otherSubject}}}, ingress: [{{{second}}}]")
            .Replace("name: p", "name: q", StringComparison.Ordinal));
}
