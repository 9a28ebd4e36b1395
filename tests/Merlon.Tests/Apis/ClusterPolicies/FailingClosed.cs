using System.Text;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Questions;
using static Merlon.Tests.Apis.ClusterPolicies.ClusterPolicy;

namespace Merlon.Tests.Apis.ClusterPolicies;

/// <summary>What a server has stored and is not understood here: nothing opens by it.</summary>
public sealed class FailingClosed
{
    const string Pods = """
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: x, labels: {app: a}}, status: {podIP: 10.0.0.1}}
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: b, namespace: x, labels: {app: b}}, status: {podIP: 10.0.0.2}}
        ---
        {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: closed, namespace: x}, spec: {podSelector: {matchLabels: {app: b}}}}
        """;

    static readonly ReadOptions Stored = new() { FieldValidation = FieldValidation.Stored };

    [Theory]
    [InlineData("action: Accept, from: [{namespaces: {}}, {futurePeer: {}}]")]
    [InlineData("action: Accept, from: [{namespaces: {}}], protocols: [{icmp: {}}]")]
    [InlineData("action: Accept, from: [{namespaces: {}}], protocols: [{tcp: {sourcePort: 80}}]")]
    [InlineData("action: Accept, from: [{namespaces: {}}], futureCondition: true")]
    [InlineData("action: Accept, from: [{namespaces: {futureTerm: []}}]")]
    [InlineData("action: Accept, from: [{pods: {podSelector: {}, futureScope: x}}]")]
    public void An_accept_rule_that_is_not_understood_accepts_nothing(string rule)
    {
        Assert.Equal(Verdict.Deny, Ask(CnpFrom(rule), "x/a", "x/b", Stored));
        Assert.Equal(Verdict.Allow, Ask(CnpFrom("action: Accept, from: [{namespaces: {}}]"), "x/a", "x/b", Stored));
    }

    [Theory]
    [InlineData("action: Deny, from: [{pods: {podSelector: {matchLabels: {app: other}}}}, {futurePeer: {}}]")]
    [InlineData("action: Pass, from: [{futurePeer: {}}]")]
    [InlineData("action: Reject, from: [{pods: {podSelector: {matchLabels: {app: other}}}}]")]
    [InlineData("action: Deny, from: []")]
    [InlineData("action: Deny, from: [{namespaces: {}}], protocols: [{futureProtocol: {}}]")]
    public void Any_other_rule_that_is_not_understood_denies_everything(string rule) =>
        Assert.Equal(Verdict.Deny, Ask(CnpFrom(rule), "x/b", "x/a", Stored));

    [Theory]
    [InlineData("Deny")]
    [InlineData("Pass")]
    public void Domain_names_where_they_do_not_belong_deny_everything(string action)
    {
        var policy = CnpTo($"action: {action}, to: [{{domainNames: [example.com]}}]");
        Assert.Equal(Verdict.Deny, Ask(policy, "x/b", "x/a"));
    }

    [Theory]
    [InlineData("matchLabels: {'not a key': v}")]
    [InlineData("matchLabels: {key: 'not a value'}")]
    [InlineData("matchExpressions: [{key: a, operator: Like, values: [b]}]")]
    [InlineData("matchExpressions: [{key: a, operator: In, values: []}]")]
    [InlineData("matchExpressions: [{key: a, operator: Exists, values: [b]}]")]
    public void A_selector_that_the_schema_takes_and_nobody_understands_fails_closed(string selector)
    {
        Assert.Equal(Verdict.Deny, Ask(CnpFrom($"action: Deny, from: [{{namespaces: {{{selector}}}}}]"), "x/b", "x/a"));
        Assert.Equal(Verdict.Deny, Ask(CnpFrom($"action: Accept, from: [{{namespaces: {{{selector}}}}}]"), "x/a", "x/b"));
    }

    [Theory]
    [InlineData("Accept", "x/a", "x/b")]
    [InlineData("Deny", "x/b", "x/a")]
    [InlineData("Pass", "x/b", "x/a")]
    public void A_subject_that_is_not_understood_may_be_anyone_and_allows_nothing(string action, string from, string to)
    {
        var policy = Cnp(
            "tier: Admin, priority: 1, subject: {namespaces: {matchLabels: {'no key': v}}}, "
                + $"ingress: [{{action: {action}, from: [{{namespaces: {{}}}}]}}]");
        Assert.Equal(Verdict.Deny, Ask(policy, from, to));
    }

    [Fact]
    public void An_empty_port_name_denies_everything() => Assert.Equal(
        Verdict.Deny,
        Ask(CnpFrom("action: Deny, from: [{namespaces: {}}], protocols: [{destinationNamedPort: ''}]"), "x/b", "x/a"));

    [Fact]
    public void A_range_that_is_turned_around_holds_no_port()
    {
        var policy = AnpTo("action: Deny, to: [{namespaces: {}}], ports: [{portRange: {start: 90, end: 80}}]");
        Assert.Equal(Verdict.Allow, Ask(policy, "x/b", "x/a"));
    }

    [Fact]
    public void An_object_with_a_uid_has_been_stored()
    {
        var policy = CnpFrom("action: Pass, from: [{futurePeer: {}}]");
        Assert.Single(Errors(policy));
        var stored = policy.Replace("{name: p}", "{name: p, uid: 6d5c5c8e}", StringComparison.Ordinal);
        Assert.Empty(Errors(stored));
        Assert.Equal(Verdict.Deny, Ask(stored, "x/b", "x/a"));
    }

    [Theory]
    [InlineData("tier: Future, priority: 1, subject: {namespaces: {}}")]
    [InlineData("tier: Admin, subject: {namespaces: {}}")]
    public void What_cannot_be_placed_in_the_order_is_not_used_whoever_stored_it(string spec)
    {
        var manifests = Read(Cnp(spec), Stored);
        Assert.Empty(manifests.Resources.Policies);
        Assert.Single(manifests.Unread);
    }

    static Verdict Ask(string policy, string from, string to, ReadOptions? options = null)
    {
        var manifests = ManifestReader.Read(
            [new SourceText("p.yaml", Encoding.UTF8.GetBytes(policy + Pods))], options);
        Assert.Empty(manifests.Unread);
        var answerer = new Answerer(Snapshot.From(manifests));
        var source = answerer.Targets.Resolve(from, out _);
        var destination = answerer.Targets.Resolve(to, out _);
        Assert.True(PortQuestion.TryCreate("80", Protocol.Tcp, out var port, out _));
        return answerer.Answer(source!, destination!, port!).Verdict;
    }
}
