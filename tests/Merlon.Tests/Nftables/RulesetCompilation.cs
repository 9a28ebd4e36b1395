using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Nftables;
using Merlon.Tests.Manifests;

namespace Merlon.Tests.Nftables;

/// <summary>The ruleset of a node: what dispatch leads to, and what the chains say.</summary>
public sealed class RulesetCompilation
{
    const string Cluster = """
        --- {apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {podCIDRs: [10.1.0.0/24]}, status: {addresses: [{type: InternalIP, address: 70.0.0.1}]}}
        --- {apiVersion: v1, kind: Node, metadata: {name: n2}, status: {addresses: [{type: InternalIP, address: 70.0.0.2}]}}
        --- {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: x, labels: {app: web}}, spec: {nodeName: n1, containers: [{ports: [{name: http, containerPort: 8080}]}]}, status: {podIP: 10.1.0.5}}
        --- {apiVersion: v1, kind: Pod, metadata: {name: b, namespace: x, labels: {app: web}}, spec: {nodeName: n1, containers: [{ports: [{name: http, containerPort: 8080}]}]}, status: {podIP: 10.1.0.6}}
        --- {apiVersion: v1, kind: Pod, metadata: {name: c, namespace: x, labels: {app: db}}, spec: {nodeName: n2, containers: [{ports: [{name: http, containerPort: 80}]}]}, status: {podIPs: [{ip: 10.2.0.7}, {ip: "fd00::7"}]}}
        --- {apiVersion: v1, kind: Pod, metadata: {name: h, namespace: x}, spec: {nodeName: n1, hostNetwork: true}, status: {podIP: 70.0.0.1}}
        """;

    [Fact]
    public void Every_local_pod_is_known_in_both_directions_and_nobody_else()
    {
        var table = Compile(Policy("podSelector: {}, policyTypes: [Ingress]"));
        Assert.Equal(["10.1.0.5", "10.1.0.6"], Map(table, "ingress_v4").Elements.Select(element => element.Key.ToString()));
        Assert.Equal(["10.1.0.5", "10.1.0.6"], Open(table, "egress_open_v4"));
        Assert.Empty(Map(table, "egress_v4").Elements);
        Assert.Empty(Open(table, "ingress_open_v4"));
        Assert.Empty(Map(table, "ingress_v6").Elements);
    }

    [Fact]
    public void Pods_with_the_same_policies_share_a_chain()
    {
        var table = Compile(Policy("podSelector: {}, policyTypes: [Ingress]"));
        var verdicts = Map(table, "ingress_v4").Elements.Select(element => element.Value).Distinct();
        var jump = Assert.IsType<NftVerdict.Jump>(Assert.Single(verdicts));
        Assert.Equal(["drop comment \"no rule of x/p\""], Lines(table, jump.Chain));
    }

    [Fact]
    public void A_tier_that_no_rule_passes_on_to_leaves_no_chain_and_no_set()
    {
        var isolated = Policy("podSelector: {}, policyTypes: [Ingress]");
        const string baseline = "\n--- {apiVersion: policy.networking.k8s.io/v1alpha1, kind: BaselineAdminNetworkPolicy, metadata: {name: default}, "
            + "spec: {subject: {namespaces: {}}, ingress: [{action: Allow, from: [{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: db}}}}]}]}}\n";
        Assert.Equal(Compile(isolated), Compile(isolated + baseline));
        Assert.NotEqual(Compile(""), Compile(baseline));
    }

    [Fact]
    public void A_local_address_that_no_chain_decides_is_dropped_behind_each_dispatch()
    {
        var table = Compile("");
        foreach (var name in new[] { "egress_judge", "egress_replies", "ingress_judge", "ingress_replies" })
        {
            var lines = Lines(table, NftName.Fixed(name));
            Assert.All(lines[^3..^1], line => Assert.Contains(" drop ", line, StringComparison.Ordinal));
            Assert.EndsWith("_commit", lines[^1], StringComparison.Ordinal);
        }
        Assert.Equal("10.1.0.0/24", Assert.Single(Blocks(table, "local_v4").Elements).ToString());
    }

    [Fact]
    public void Only_the_addresses_of_known_pods_are_guarded_where_unknown_ones_may_pass()
    {
        var table = Compile("", UnknownPods.Allow);
        Assert.Equal(
            ["10.1.0.5/32", "10.1.0.6/32"], Blocks(table, "local_v4").Elements.Select(block => block.ToString()));
    }

    [Fact]
    public void Exceptions_are_cut_out_of_their_block()
    {
        var table = Compile(Policy(
            "podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/30, except: "
                + "[10.0.0.1/32]}}]}]"));
        var set = Assert.Single(
            table.Sets.OfType<NftSet.Blocks>(), set => set.Name.Text.StartsWith("blocks", StringComparison.Ordinal));
        Assert.Equal(["10.0.0.0/32", "10.0.0.2/31"], set.Elements.Select(block => block.ToString()));
    }

    [Fact]
    public void A_named_port_of_the_subject_is_its_number()
    {
        var table = Compile(Policy("podSelector: {}, ingress: [{ports: [{port: http}]}]"));
        Assert.Equal("meta l4proto tcp th dport 8080 goto ingress_commit comment \"x/p rule 1\"", Chain(table, "in_")[0]);
    }

    [Fact]
    public void Pods_that_give_the_name_other_numbers_share_no_chain()
    {
        const string Other = "\n--- {apiVersion: v1, kind: Pod, metadata: {name: d, namespace: x}, spec: {nodeName: n1, containers: [{ports: [{name: http, containerPort: 81}]}]}, status: {podIP: 10.1.0.8}}";
        var table = Compile(Other + Policy("podSelector: {}, ingress: [{ports: [{port: http}]}]"));
        var rules = Map(table, "ingress_v4").Elements.Select(element => Lines(table, Assert.IsType<NftVerdict.Jump>(element.Value).Chain)[0].Split(" goto")[0]);
        Assert.Equal(["meta l4proto tcp th dport 8080", "meta l4proto tcp th dport 8080", "meta l4proto tcp th dport 81"], rules);
    }

    [Fact]
    public void Rules_about_the_same_port_name_share_its_sets()
    {
        var table = Compile(Policy("podSelector: {}, policyTypes: [Egress], egress: [{to: [{podSelector: {}}, {namespaceSelector: {}}], ports: [{port: http}]}]"));
        // Two numbers of two families, whatever the number of peers.
        Assert.Equal(4, table.Sets.Count(set => set.Name.Text.StartsWith("named", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_named_port_of_others_is_a_set_of_pods_for_each_number()
    {
        var table = Compile(Policy("podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: http}]}]"));
        var members = table.Sets
            .OfType<NftSet.Addresses>()
            .ToDictionary(set => set.Name, set => string.Join(' ', set.Elements));
        var byPort = Chain(table, "eg_")
            .Where(line => line.Contains("ip daddr", StringComparison.Ordinal))
            .Select(line => $"{line.Split("th dport ")[1].Split(' ')[0]}: "
                + $"{members.Single(set => line.Contains(set.Key.Text, StringComparison.Ordinal)).Value}");
        Assert.Equal(["80: 10.2.0.7", "8080: 10.1.0.5 10.1.0.6"], byPort);
    }

    [Fact]
    public void A_selector_is_a_set_of_each_family()
    {
        var table = Compile(Policy("podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: db}}}]}]"));
        Assert.Equal(
            ["10.2.0.7", "fd00::7"],
            table.Sets
                .OfType<NftSet.Addresses>()
                .Where(set => set.Name.Text.StartsWith("pods", StringComparison.Ordinal))
                .SelectMany(set => set.Elements)
                .Order()
                .Select(address => address.ToString()));
    }

    [Fact]
    public void Few_port_ranges_are_rules_and_many_are_a_set()
    {
        Assert.Equal(
            3, Chain(Compile(Policy("podSelector: {}, ingress: [{ports: [{port: 1}, {port: 3}]}]")), "in_").Count);
        var many = Compile(
            Policy("podSelector: {}, ingress: [{ports: [{port: 1}, {port: 3}, {port: 5}, {port: 7, endPort: 9}]}]"));
        Assert.Equal(2, Chain(many, "in_").Count);
        Assert.Equal("1 3 5 7-9", string.Join(' ', Assert.Single(many.Sets.OfType<NftSet.Ports>()).Elements));
    }

    [Fact]
    public void Replies_are_asked_the_same_with_both_ends_changed()
    {
        var table = Compile(Policy("podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 80}]}]"));
        var set = table.Sets.Single(set => set.Name.Text.StartsWith("pods4", StringComparison.Ordinal)).Name;
        Assert.StartsWith($"ip saddr @{set} meta l4proto tcp th dport 80 goto ingress_commit", Chain(table, "in_")[0], StringComparison.Ordinal);
        Assert.StartsWith($"ip daddr @{set} meta l4proto tcp th sport 80 goto ingress_commit", Chain(table, "inr_")[0], StringComparison.Ordinal);
        var chain = table.Chains.Single(chain => chain.Name.Text.StartsWith("in_", StringComparison.Ordinal));
        Assert.Equal($"ct direction reply goto {table.Chains.Single(other => other.Name.Text.StartsWith("inr_", StringComparison.Ordinal)).Name}", $"{chain.Rules[0]}");
    }

    [Fact]
    public void Connections_are_marked_in_the_bits_of_the_mask()
    {
        var snapshot = Snapshot.From(Reading.Of(Cluster));
        var table = RulesetCompiler.Compile(
            new Evaluator(snapshot.Cluster, snapshot.Policies), "n1", NftName.Fixed("merlon_a"), UnknownPods.Drop, new EpochMask(0xf0));
        Assert.Equal("ct mark & 0x00000030 == 0x00000010 accept", Lines(table, NftName.Fixed("egress_forward"))[0]);
        Assert.Equal("ct mark & 0x000000c0 == 0x00000040 accept", Lines(table, NftName.Fixed("ingress_forward"))[0]);
        Assert.Equal("ct mark set ct mark & 0xffffff3f | 0x00000040", Lines(table, NftName.Fixed("ingress_commit"))[0]);
        Assert.Equal(new PolicyEpoch(new EpochMask(0xf0), 1), PolicyEpoch.Of(table));
    }

    [Fact]
    public void Long_names_are_cut_at_the_limit_of_comments()
    {
        var name = new string('p', 250);
        var table = Compile(
            Policy("podSelector: {}, ingress: [{}]").Replace("name: p,", $"name: {name},", StringComparison.Ordinal));
        Assert.All(
            table.Chains.SelectMany(chain => chain.Rules),
            rule => Assert.InRange(rule.Comment.Length, 0, NftRule.MaxCommentBytes));
    }

    [Fact]
    public void The_same_input_gives_the_same_text()
    {
        var policy = Policy("podSelector: {}, ingress: [{from: [{namespaceSelector: {}}], ports: [{port: http}]}]");
        Assert.Equal(Text(Compile(policy)), Text(Compile(policy)));
    }

    [Fact]
    public void Only_default_options_are_enforced()
    {
        var snapshot = Snapshot.From(Reading.Of(Cluster));
        var evaluator = new Evaluator(
            snapshot.Cluster, snapshot.Policies, EvaluationOptions.Default with { IpBlockMatchesPods = false });
        Assert.Throws<ArgumentException>(() => RulesetCompiler.Compile(evaluator, "n1", NftName.Fixed("merlon_a")));
    }

    static string Policy(string spec) =>
        $"\n--- {{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: p, namespace: x}}, spec: "
            + $"{{{spec}}}}}\n";

    static NftTable Compile(string policies, UnknownPods unknownPods = UnknownPods.Drop)
    {
        var manifests = Reading.Of(Cluster + policies);
        Assert.Empty(manifests.Unread);
        var snapshot = Snapshot.From(manifests);
        return RulesetCompiler.Compile(
            new Evaluator(snapshot.Cluster, snapshot.Policies), "n1", NftName.Fixed("merlon_a"), unknownPods);
    }

    static NftVerdictMap Map(NftTable table, string name) => table.Maps.Single(map => map.Name.Text == name);

    static IEnumerable<string> Open(NftTable table, string name) =>
        table.Sets.OfType<NftSet.Addresses>().Single(set => set.Name.Text == name).Elements.Select(address => address.ToString());

    static NftSet.Blocks Blocks(NftTable table, string name) =>
        table.Sets.OfType<NftSet.Blocks>().Single(set => set.Name.Text == name);

    static List<string> Chain(NftTable table, string prefix) =>
        Lines(
            table,
            Assert.Single(table.Chains, chain => chain.Name.Text.StartsWith(prefix, StringComparison.Ordinal)).Name);

    // The rules of a chain, as the text form writes them, without the one that leads replies elsewhere.
    static List<string> Lines(NftTable table, NftName chain) =>
    [
        .. Text(table).Split('\n')
            .SkipWhile(line => line.Trim() != $"chain {chain} {{")
            .Skip(1)
            .TakeWhile(line => line.Trim() != "}")
            .Select(line => line.Trim())
            .Where(line => !line.StartsWith("type ", StringComparison.Ordinal) && !line.StartsWith("ct direction reply goto inr_", StringComparison.Ordinal) && !line.StartsWith("ct direction reply goto egr_", StringComparison.Ordinal)),
    ];

    static string Text(NftTable table)
    {
        var text = new StringWriter();
        NftText.Write(table, text);
        return text.ToString();
    }
}
