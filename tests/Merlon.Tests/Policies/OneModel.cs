using Merlon.Model;
using Merlon.Policies;
using Merlon.Tests.Evaluation;
using Merlon.Tests.Model;

namespace Merlon.Tests.Policies;

/// <summary>The parts of the one policy model.</summary>
public sealed class OneModel
{
    [Fact]
    public void Tiers_are_in_order_then_by_name()
    {
        var set = new PolicySet([Tier("b", 2), Tier("c", 1.5), Tier("B", 2), Tier("a", 2)]);
        Assert.Equal(["c", "B", "a", "b"], set.Tiers.Select(tier => tier.Name));
    }

    [Fact]
    public void Policies_of_a_tier_are_in_order_then_by_name_namespace_and_kind()
    {
        var tier = new Tier(
            "t", 1, TierDefault.Deny, [Scene.Policy("b", 1), Scene.Policy("a", 2), Scene.Policy("a", 1)]);
        Assert.Equal([("a", 1), ("b", 1), ("a", 2)], tier.Policies.Select(policy => (policy.Id.Name, policy.Order)));
        ValueContract.AreOrdered(
            new PolicyId("K", null, "a"),
            new PolicyId("K", "x", "a"),
            new PolicyId("L", "x", "a"),
            new PolicyId("K", "y", "a"),
            new PolicyId("K", null, "b"));
    }

    [Fact]
    public void A_cluster_wide_policy_is_named_without_a_namespace()
    {
        Assert.Equal("GlobalPolicy a", new PolicyId("GlobalPolicy", null, "a").ToString());
        Assert.Equal("Policy shop/a", new PolicyId("Policy", "shop", "a").ToString());
    }

    [Fact]
    public void A_selector_selects_pods_of_its_namespaces_with_its_labels()
    {
        var selector = new EndpointSelector(new NamespaceScope.Named("shop"), LabelExpression.In("app", ["web"]));
        Assert.Equal(SelectorMatch.Matched, selector.Match(Scene.Pod("web", "10.0.0.1", "n1")));
        Assert.Equal(SelectorMatch.OtherLabels, selector.Match(Scene.Pod("api", "10.0.0.1", "n1")));
        Assert.Equal(SelectorMatch.NotOnPodNetwork, selector.Match(Scene.Node("web", "10.0.0.1")));
        var elsewhere = selector with { Namespaces = new NamespaceScope.Named("other") };
        Assert.Equal(SelectorMatch.OtherNamespace, elsewhere.Match(Scene.Pod("web", "10.0.0.1", "n1")));
    }

    [Fact]
    public void Namespaces_are_found_by_their_labels_the_automatic_one_included()
    {
        var shop = ClusterNamespace.Create("shop", LabelSet.Empty.With("team", "a"), null);
        Assert.True(new NamespaceScope.Matching(LabelExpression.In("team", ["a"])).Contains(shop));
        Assert.True(
            new NamespaceScope.Matching(LabelExpression.In(ClusterNamespace.NameLabel, ["shop"])).Contains(shop));
        Assert.True(new NamespaceScope.Matching(LabelExpression.Everything).Contains(shop));
        Assert.False(new NamespaceScope.Matching(LabelExpression.In("team", ["b"])).Contains(shop));
        Assert.False(new NamespaceScope.Named("Shop").Contains(shop));
    }

    [Fact]
    public void Selectors_and_blocks_that_say_the_same_are_equal()
    {
        ValueContract.HoldsFor(
            new EndpointSelector(new NamespaceScope.Named("shop"), LabelExpression.In("a", ["1", "2"])),
            new EndpointSelector(new NamespaceScope.Named("shop"), LabelExpression.In("a", ["2", "1"])),
            new EndpointSelector(
                new NamespaceScope.Matching(LabelExpression.Everything), LabelExpression.In("a", ["1", "2"])));
        ValueContract.HoldsFor(Block("10.1.0.0/16"), Block("10.1.0.0/16"), Block("10.2.0.0/16"));
    }

    [Fact]
    public void Two_rules_that_say_the_same_are_two_rules() =>
        Assert.NotEqual(Scene.Rule(RuleAction.Allow), Scene.Rule(RuleAction.Allow));

    [Fact]
    public void Everything_is_written_for_a_person()
    {
        Assert.Equal(
            "pods a=1 in shop",
            new EndpointSelector(new NamespaceScope.Named("shop"), LabelExpression.In("a", ["1"])).ToString());
        Assert.Equal(
            "all pods in namespaces b",
            new EndpointSelector(
                new NamespaceScope.Matching(LabelExpression.Exists("b")), LabelExpression.Everything).ToString());
        Assert.Equal("10.0.0.0/8 except 10.1.0.0/16", Block("10.1.0.0/16").ToString());
        Assert.Equal("any UDP port", new PortMatch.Numbered(Protocol.Udp, PortRange.All, Scene.Nowhere).ToString());
        Assert.Equal("TCP http", new PortMatch.Named(Protocol.Tcp, "http", Scene.Nowhere).ToString());
    }

    static Tier Tier(string name, double order) => new(name, order, TierDefault.Deny, []);

    static Peer.Block Block(string except) => new(Cidr.Parse("10.0.0.0/8"), [Cidr.Parse(except)], Scene.Nowhere);
}
