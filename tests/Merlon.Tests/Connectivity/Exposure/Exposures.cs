using System.Text;
using Merlon.Connectivity.Exposure;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Tests.BruteForce;

namespace Merlon.Tests.Connectivity.Exposure;

public sealed class Exposures
{
    const string Shop = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: db, namespace: shop, labels: {app: db}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop, labels: {app: web}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: db, namespace: shop}
        spec:
          podSelector: {matchLabels: {app: db}}
          ingress:

        """;

    [Fact]
    public void A_selector_of_namespaces_lets_in_a_pod_of_a_namespace_that_does_not_exist_yet() => Assert.Equal(
        ["a new pod app=web in a new namespace team=front"],
        NotYet("  - from: [{namespaceSelector: {matchLabels: {team: front}}, podSelector: {matchLabels: {app: web}}}]\n"));

    [Fact]
    public void A_selector_of_pods_lets_in_a_new_pod_of_its_namespace() =>
        Assert.Equal(["a new pod app=web in shop"], NotYet("  - from: [{podSelector: {matchLabels: {app: web}}}]\n"));

    [Fact]
    public void A_rule_for_anyone_lets_in_any_new_pod() =>
        Assert.Equal(["any new pod in any new namespace"], NotYet("  - ports: [{port: 80}]\n"));

    [Fact]
    public void A_block_lets_in_no_pod_of_which_no_address_is_known() =>
        Assert.Empty(NotYet("  - from: [{ipBlock: {cidr: 10.0.0.0/8}}]\n"));

    [Fact]
    public void A_selector_that_contradicts_itself_lets_in_nothing_now_or_later() => Assert.Empty(NotYet(
        "  - from: [{podSelector: {matchExpressions: [{key: a, operator: Exists}, {key: a, operator: DoesNotExist}]}}]\n"));

    [Theory]
    [InlineData("selector: role == 'a' || role == 'b'", "a new pod role=a in shop", "a new pod role=b in shop")]
    [InlineData("selector: has(app) && app != 'x'", "a new pod app=merlon-any in shop")]
    [InlineData(
        "namespaceSelector: team == 'front', selector: app starts with 'w' && app ends with 'b'",
        "a new pod app=wb in a new namespace team=front")]
    [InlineData("namespaceSelector: all()", "any new pod in any new namespace")]
    [InlineData("serviceAccounts: {names: [robot]}", "any new pod that runs as robot in shop")]
    [InlineData("serviceAccounts: {selector: trusted == 'yes'}", "any new pod that runs as an account trusted=yes in shop")]
    [InlineData("selector: a == '1' && a == '2'")]
    public void A_formula_lets_in_new_pods_for_each_way_to_match_it(string source, params string[] expected) =>
        Assert.Equal(expected, NotYetByFormula(source));

    [Fact]
    public void A_formula_with_very_many_ways_to_match_shows_some_of_them()
    {
        var values = string.Join(", ", Enumerable.Range(0, 20).Select(i => $"'v{i}'"));
        Assert.Equal(8, NotYetByFormula($"selector: \"a in {{{values}}} && b in {{{values}}}\"").Count());
    }

    [Fact]
    public void A_rule_behind_one_that_allows_more_decides_nothing_and_names_it()
    {
        var idle = Assert.Single(ReportOf("  - {}\n  - from: [{podSelector: {matchLabels: {app: web}}}]\n").IdleRules);
        Assert.Equal((2, Idleness.Shadowed), (idle.Rule.Number, idle.Why));
        Assert.Equal(1, Assert.Single(idle.Before).Rule.Number);
    }

    [Fact]
    public void A_rule_for_pods_that_nobody_is_decides_nothing() => Assert.Equal(
        Idleness.NobodyMeant,
        Assert.Single(ReportOf("  - from: [{podSelector: {matchLabels: {app: nobody}}}]\n").IdleRules).Why);

    [Fact]
    public void A_rule_for_a_port_name_that_nobody_gives_decides_nothing() => Assert.Equal(
        Idleness.NothingMatches, Assert.Single(ReportOf("  - ports: [{port: nothing}]\n").IdleRules).Why);

    [Fact]
    public void A_policy_that_selects_nothing_is_told_and_not_its_rules()
    {
        var report = ReportOf("  - {}\n", subject: "nobody");
        Assert.Equal("shop/db", Assert.Single(report.Idle).Id.QualifiedName);
        Assert.Empty(report.IdleRules);
    }

    [Fact]
    public void No_rule_that_is_called_idle_decides_any_flow_of_a_random_world()
    {
        var idle = 0;
        for (var seed = 130_001; seed < 130_101; seed++)
        {
            var world = RandomWorldGenerator.Generate(seed);
            var evaluator = EvaluatorOf(WorldManifests.Write(world));
            var report = ExposureReport.Of(evaluator);
            var called = report.IdleRules.Select(rule => rule.Rule)
                .Concat(report.Idle.SelectMany(policy => policy.AllRules))
                .ToHashSet();
            idle += called.Count;
            Assert.DoesNotContain(Deciding(evaluator), called.Contains);
        }
        Assert.True(idle > 50, $"{idle} idle rules show little.");
    }

    // What decides between all ends, at the edges of every range that a rule names.
    static IEnumerable<Rule> Deciding(Evaluator evaluator)
    {
        var ends = evaluator.Cluster.Endpoints.SelectMany(FlowEnd.AllOf).Concat(
            Alphabet.ExternalAddresses.Select(text => IpAddress.Parse(text))
                .Where(address => !evaluator.Cluster.Addresses.TryGet(address, out _))
                .Select(FlowEnd.Outside)).ToList();
        var ports = PortRanges.Cut(evaluator.Policies.Policies
            .SelectMany(policy => policy.AllRules)
            .SelectMany(rule => rule.Ports)
            .OfType<Merlon.Policies.PortMatch.Numbered>()
            .Select(port => port.Ports)).Select(range => range.First).ToList();
        return
            from source in ends
            from destination in ends
            where source.Address is null || destination.Address is null
                || source.Address.Value.Family == destination.Address.Value.Family
            from protocol in new[] { Protocol.Tcp, Protocol.Udp }
            from port in ports
            let result = evaluator.Evaluate(new Flow(source, destination, protocol, port))
            from rule in new[] { result.Egress.Rule, result.Ingress.Rule }
            where rule is not null
            select rule;
    }

    static IEnumerable<string> NotYet(string rules) => ReportOf(rules).Workloads
        .Single(workload => workload.Name.Text == "shop/db")
        .From.SelectMany(reach => reach.NotYet);

    static IEnumerable<string> NotYetByFormula(string source) =>
        ExposureReport.Of(EvaluatorOf(Shop[..Shop.LastIndexOf("---", StringComparison.Ordinal)] + $$"""
            ---
            apiVersion: projectcalico.org/v3
            kind: NetworkPolicy
            metadata: {name: db, namespace: shop}
            spec:
              selector: app == 'db'
              ingress:
              - action: Allow
                source: { {{source}} }
            """)).Workloads
        .Single(workload => workload.Name.Text == "shop/db")
        .From.SelectMany(reach => reach.NotYet);

    static ExposureReport ReportOf(string rules, string subject = "db") => ExposureReport.Of(
        EvaluatorOf(Shop.Replace("podSelector: {matchLabels: {app: db}}", $"podSelector: {{matchLabels: {{app: {subject}}}}}", StringComparison.Ordinal) + rules));

    static Evaluator EvaluatorOf(string yaml)
    {
        var manifests = ManifestReader.Read([new SourceText("all.yaml", Encoding.UTF8.GetBytes(yaml))]);
        Assert.Empty(manifests.Unread);
        var snapshot = Snapshot.From(manifests);
        return new Evaluator(snapshot.Cluster, snapshot.Policies);
    }
}
