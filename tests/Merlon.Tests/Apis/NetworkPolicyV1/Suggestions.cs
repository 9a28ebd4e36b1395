using System.Text;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Questions;

namespace Merlon.Tests.Apis.NetworkPolicyV1;

/// <summary>What a suggestion looks like where its text or its selectors are delicate.</summary>
public sealed class Suggestions
{
    const string Closed = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: closed, namespace: shop}
        spec:
          podSelector: {matchExpressions: [{key: open, operator: DoesNotExist}, {key: tier, operator: NotIn, values: ["no", db]}]}
          policyTypes: [Ingress, Egress]
        """;

    [Fact]
    public void Both_ends_in_one_namespace_get_policies_of_two_names()
    {
        var suggestion = Suggest(
            "shop/web",
            "shop/redis",
            "80/tcp",
            Closed,
            Pod("web", "app: web", "10.0.0.1"),
            Pod("redis", "app: redis", "10.0.0.2"));
        var names = Read(suggestion.Yaml).Resources.Policies.Select(policy => policy.Meta.QualifiedName);
        Assert.Equal(["shop/allow-web-to-redis-80-tcp", "shop/allow-web-to-redis-80-tcp-2"], names);
        Assert.Empty(suggestion.AlsoOpens);
    }

    [Fact]
    public void A_name_that_is_taken_is_not_used_again()
    {
        var taken = Closed.Replace("name: closed", "name: allow-web-to-redis-80-tcp", StringComparison.Ordinal);
        var suggestion = Suggest(
            "shop/web",
            "shop/redis",
            "80/tcp",
            taken,
            Pod("web", "app: web", "10.0.0.1"),
            Pod("redis", "app: redis", "10.0.0.2"));
        var names = Read(suggestion.Yaml).Resources.Policies.Select(policy => policy.Meta.Name);
        Assert.Equal(["allow-web-to-redis-80-tcp-2", "allow-web-to-redis-80-tcp-3"], names);
    }

    [Theory]
    [InlineData("1e3", "1e3")]
    [InlineData("true", "true")]
    [InlineData("null", "null")]
    [InlineData("0x10", "010")]
    [InlineData("on", "off")]
    [InlineData("y", "n")]
    [InlineData("1_000", "1_0")]
    [InlineData("app", "")]
    public void Labels_that_look_like_something_else_stay_text(string key, string value)
    {
        var suggestion = Suggest(
            "shop/web",
            "shop/redis",
            "80/tcp",
            Closed,
            Pod("web", $"\"{key}\": \"{value}\"", "10.0.0.1"),
            Pod("redis", "app: redis", "10.0.0.2"));
        var egress = Read(suggestion.Yaml).Resources.Policies.Cast<NetworkPolicyResource>().First();
        Assert.Equal([KeyValuePair.Create(key, value)], egress.PodSelector!.MatchLabels);
        // What is no plain word to every reader of YAML stands in quotes.
        Assert.Contains(
            key == "app" ? "{app: \"\"}" : $"{{\"{key}\": \"{value}\"}}", suggestion.Yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subject_that_labels_do_not_tell_from_open_pods_is_told_by_the_policy_that_isolates_it()
    {
        string[] manifests =
        [Closed, Pod("web", "", "10.0.0.1"), Pod("free", "open: \"\"", "10.0.0.2"), Pod("db", "tier: db", "10.0.0.3")];
        var suggestion = Suggest("shop/web", "203.0.113.1", "80/tcp", manifests);
        var policy = (NetworkPolicyResource)Read(suggestion.Yaml).Resources.Policies.Single();
        Assert.Empty(policy.PodSelector!.MatchLabels);
        Assert.Equal(
            ["open DoesNotExist ", "tier NotIn no,db"],
            policy.PodSelector.MatchExpressions.Select(
                term => $"{term.Key} {term.Operator} {string.Join(',', term.Values)}"));
        var after = new Answerer(Snapshot.From(Read([.. manifests, suggestion.Yaml])));
        Assert.Equal(Verdict.Allow, Ask(after, "shop/free", "203.0.113.2").Verdict);
        Assert.Equal(Verdict.Allow, Ask(after, "shop/db", "203.0.113.2").Verdict);
    }

    [Fact]
    public void Pods_that_cannot_be_told_apart_are_listed_as_opened_too()
    {
        var suggestion = Suggest(
            "shop/web",
            "203.0.113.1",
            "80/tcp",
            Closed,
            Pod("web", "app: web", "10.0.0.1"),
            Pod("twin", "app: web", "10.0.0.2"),
            Pod("other", "app: other", "10.0.0.3"));
        var opened = Assert.Single(suggestion.AlsoOpens);
        Assert.Equal("shop/twin (10.0.0.2) → 203.0.113.1 80/TCP", $"{opened}");
    }

    [Fact]
    public void An_address_of_IPv6_is_allowed_alone()
    {
        var suggestion = Suggest("shop/web", "2001:db8::5", "80/tcp", Closed, Pod("web", "app: web", "fd00::1"));
        var policy = (NetworkPolicyResource)Read(suggestion.Yaml).Resources.Policies.Single();
        Assert.Equal("2001:db8::5/128", policy.Egress.Single().Peers.Single().IpBlock!.Cidr.Text);
    }

    [Fact]
    public void ICMP_cannot_be_allowed_alone_and_the_suggestion_says_so()
    {
        var suggestion = Suggest("shop/web", "203.0.113.1", "icmp", Closed, Pod("web", "app: web", "10.0.0.1"));
        Assert.Contains("every port", suggestion.Caveat, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_name_is_cut_where_a_name_may_end()
    {
        // The name of the policy would be cut behind a dot.
        var pod = new string('a', 193) + "." + new string('b', 20);
        var suggestion = Suggest($"shop/{pod}", "203.0.113.1", "80/tcp", Closed, Pod(pod, "app: web", "10.0.0.1"));
        Assert.Equal($"allow-{new string('a', 193)}", Read(suggestion.Yaml).Resources.Policies.Single().Meta.Name);
    }

    static string Pod(string name, string labels, string address) => $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{name}}, namespace: shop, labels: { {{labels}} } }
        spec: {nodeName: n1, containers: [{name: main, image: registry.example/app}]}
        status: {phase: Running, podIP: "{{address}}"}
        """;

    // The suggestion, which has to allow the flow.
    static Suggestion Suggest(string from, string to, string port, params string[] manifests)
    {
        var answerer = new Answerer(Snapshot.From(Read(manifests)));
        var answer = Ask(answerer, from, to, port);
        Assert.Equal(Verdict.Deny, answer.Verdict);
        var suggestion = AllowSuggester.Suggest(
            answerer.Snapshot, EvaluationOptions.Default, answer.Cases.Single().Flow);
        Assert.NotNull(suggestion);
        var after = new Answerer(Snapshot.From(Read([.. manifests, suggestion.Yaml])));
        Assert.Equal(Verdict.Allow, Ask(after, from, to, port).Verdict);
        return suggestion;
    }

    static Answer Ask(Answerer answerer, string from, string to, string port = "80/tcp")
    {
        Assert.True(PortQuestion.TryParse(port, out var question, out var error), error);
        return answerer.Answer(answerer.Targets.Resolve(from, out _)!, answerer.Targets.Resolve(to, out _)!, question!);
    }

    static ManifestSet Read(params string[] texts)
    {
        var manifests = ManifestReader.Read(
            texts.Select((text, i) => new SourceText($"{i}.yaml", Encoding.UTF8.GetBytes(text))));
        Assert.DoesNotContain(manifests.Diagnostics, diagnostic => diagnostic.Severity == Severity.Error);
        return manifests;
    }
}
