using Merlon.Evaluation;
using Merlon.Nftables;
using Merlon.Tests.Manifests;

namespace Merlon.Tests.Nftables;

/// <summary>Which changes begin a new policy epoch: those that may deny what was allowed.</summary>
public sealed class PolicyEpochs
{
    const string Nodes = """
        --- {apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {podCIDRs: [10.1.0.0/24]}}
        --- {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: x, labels: {app: web}}, spec: {nodeName: n1}, status: {podIP: 10.1.0.5}}
        --- {apiVersion: v1, kind: Pod, metadata: {name: b, namespace: x, labels: {app: db}}, spec: {nodeName: n2}, status: {podIP: 10.2.0.6}}

        """;

    const string Nobody = "podSelector: {}, policyTypes: [Ingress]";
    const string Web = "podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]";
    const string WebAt80 = "podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 80}]}]";
    const string WebAndDb = "podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}, {from: [{podSelector: {matchLabels: {app: db}}}]}]";
    const string DbAndWeb = "podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: db}}}]}, {from: [{podSelector: {matchLabels: {app: web}}}]}]";
    const string FromOutside = "podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 8.0.0.0/8}}]}]";
    const string FromOutsideButOne = "podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 8.0.0.0/8, except: [8.8.8.8/32]}}]}]";
    const string AnotherDb = "--- {apiVersion: v1, kind: Pod, metadata: {name: c, namespace: x, labels: {app: db}}, spec: {nodeName: n2}, status: {podIP: 10.2.0.7}}\n";
    const string AnotherLocal = "--- {apiVersion: v1, kind: Pod, metadata: {name: d, namespace: x, labels: {app: db}}, spec: {nodeName: n1}, status: {podIP: 10.1.0.8}}\n";
    const string LocalElsewhere = "--- {apiVersion: v1, kind: Pod, metadata: {name: e, namespace: x, labels: {app: cache}}, spec: {nodeName: n1}, status: {podIP: 10.9.0.8}}\n";

    public static TheoryData<string, string, string> Loosening { get; } = new()
    {
        { "nothing", P(Web), P(Web) },
        { "a rule comes", P(Nobody), P(Web) },
        { "a rule comes in front of another", P(Web), P(DbAndWeb) },
        { "a rule comes behind another", P(Web), P(WebAndDb) },
        { "nothing isolates any more", P(Web), "" },
        { "a member joins", P(WebAndDb), P(WebAndDb) + AnotherDb },
        { "a pod comes whose address was dropped", P(Web), P(Web) + AnotherLocal },
    };

    public static TheoryData<string, string, string> Tightening { get; } = new()
    {
        { "a pod becomes isolated", "", P(Web) },
        { "a rule goes", P(WebAndDb), P(Web) },
        { "a rule gets ports", P(Web), P(WebAt80) },
        { "a block gets an exception", P(FromOutside), P(FromOutsideButOne) },
        { "a member leaves", P(WebAndDb) + AnotherDb, P(WebAndDb) },
        { "a pod goes, and its address is free for another", P(Web) + AnotherLocal, P(Web) },
        { "an address that passed is a pod's, and isolated", P(Web), P(Web) + LocalElsewhere },
        { "another direction is isolated too", P(Web), P(Web.Replace("ingress:", "policyTypes: [Ingress, Egress], ingress:", StringComparison.Ordinal)) },
    };

    [Theory]
    [MemberData(nameof(Loosening))]
    public void What_allows_all_that_was_allowed_stays_in_its_epoch(string what, string before, string after) =>
        Assert.True(EpochAfter(RulesetDifference.Between(Compile(before), Compile(after))) == 1, what);

    [Theory]
    [MemberData(nameof(Tightening))]
    public void What_may_deny_more_begins_another_epoch(string what, string before, string after)
    {
        var difference = RulesetDifference.Between(Compile(before), Compile(after));
        Assert.True(EpochAfter(difference) == 2, what);
        Assert.Equal(0u, difference.StaleMarks);
    }

    [Fact]
    public void The_epoch_that_runs_counts_and_not_that_of_the_table_at_hand()
    {
        var running = new PolicyEpoch(EpochMask.Default, 7);
        Assert.Equal(8, EpochAfter(RulesetDifference.Between(Compile(P(WebAndDb)), Compile(P(Web)), running)));
        Assert.True(RulesetDifference.Between(Compile(P(Web)), Compile(P(Web)), running).IsEmpty);
    }

    [Fact]
    public void Behind_the_last_epoch_comes_the_first_and_all_marks_go()
    {
        var running = new PolicyEpoch(EpochMask.Default, EpochMask.Default.LastEpoch);
        var difference = RulesetDifference.Between(Compile(P(WebAndDb)), Compile(P(Web)), running);
        Assert.Equal(1, EpochAfter(difference));
        Assert.Equal(EpochMask.Default.Value, difference.StaleMarks);
    }

    [Fact]
    public void Other_bits_begin_with_the_first_epoch_and_without_marks()
    {
        var other = new EpochMask(0xf0);
        var difference = RulesetDifference.Between(Compile(P(Web)), Compile(P(Web), other), new PolicyEpoch(EpochMask.Default, 3));
        Assert.Equal(other.Value, difference.StaleMarks);
        Assert.Contains(difference.Batches.SelectMany(batch => batch.Steps), step => step is RulesetStep.AddRules);
    }

    [Fact]
    public void Marks_of_another_time_go_before_a_table_is_made() =>
        Assert.Equal(EpochMask.Default.Value, RulesetDifference.Creating(Compile("")).StaleMarks);

    [Fact]
    public void A_new_epoch_begins_in_the_transaction_that_leads_pods_elsewhere()
    {
        var batches = RulesetDifference.Between(Compile(P(WebAndDb)), Compile(P(Web))).Batches;
        var beginning = Assert.Single(batches, batch => batch.Steps.Any(step => step is RulesetStep.AddRules { Chain.Hook: not null }));
        Assert.Contains(beginning.Steps, step => step is RulesetStep.AddMapElements);
    }

    static int EpochAfter(RulesetDifference difference)
    {
        var marks = difference.Batches.SelectMany(batch => batch.Steps).OfType<RulesetStep.AddRules>()
            .SelectMany(step => step.Chain.Rules).OfType<NftRule.SetMark>().ToList();
        // Where no rule is written anew, the epoch stays.
        return marks.Count == 0 ? 1 : (int)(Assert.Single(marks, mark => mark.Mask == 0x0f000000).Value >> 24);
    }

    static NftTable Compile(string text, EpochMask? epochs = null)
    {
        var manifests = Reading.Of(Nodes + text);
        Assert.Empty(manifests.Unread);
        var snapshot = Snapshot.From(manifests);
        return RulesetCompiler.Compile(
            new Evaluator(snapshot.Cluster, snapshot.Policies), "n1", NftName.Fixed("merlon_a"), UnknownPods.Drop, epochs);
    }

    static string P(string spec) =>
        $"--- {{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: p, namespace: x}}, spec: {{{spec}}}}}\n";
}
