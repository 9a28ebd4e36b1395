using Merlon.Evaluation;
using Merlon.Policies;

namespace Merlon.Tests.Evaluation;

/// <summary>Which tier, policy and rule decides when there are several.</summary>
public sealed class TierWalks
{
    static readonly Rule Allow = Scene.Rule(RuleAction.Allow);
    static readonly Rule Deny = Scene.Rule(RuleAction.Deny);
    static readonly Rule Pass = Scene.Rule(RuleAction.Pass);
    static readonly Rule AllowOther = Scene.Rule(RuleAction.Allow, Scene.From("other"));

    [Fact]
    public void Without_tiers_a_pod_is_not_isolated() => AssertIngress(Verdict.Allow, Basis.NotIsolated, null, null);

    [Fact]
    public void The_first_tier_in_order_decides() => AssertIngress(
        Verdict.Deny, Basis.Rule, "first", Deny,
        new Tier("second", 2, TierDefault.Deny, [Scene.Policy("p", 1, Allow)]),
        new Tier("first", 1, TierDefault.Deny, [Scene.Policy("p", 1, Deny)]));

    [Fact]
    public void Of_two_tiers_of_one_order_the_first_by_name_decides() => AssertIngress(
        Verdict.Allow, Basis.Rule, "a", Allow,
        new Tier("b", 1, TierDefault.Deny, [Scene.Policy("p", 1, Deny)]),
        new Tier("a", 1, TierDefault.Deny, [Scene.Policy("p", 1, Allow)]));

    [Fact]
    public void The_first_policy_in_order_decides() => AssertIngress(
        Verdict.Deny, Basis.Rule, "t", Deny,
        new Tier("t", 1, TierDefault.Deny, [Scene.Policy("a", 20, Allow), Scene.Policy("b", 10.5, Deny)]));

    [Fact]
    public void Of_two_policies_of_one_order_the_first_by_name_decides() => AssertIngress(
        Verdict.Allow, Basis.Rule, "t", Allow,
        new Tier("t", 1, TierDefault.Deny, [Scene.Policy("b", 1, Deny), Scene.Policy("a", 1, Allow)]));

    [Fact]
    public void The_first_rule_of_a_policy_that_matches_decides() => AssertIngress(
        Verdict.Deny, Basis.Rule, "t", Deny,
        new Tier("t", 1, TierDefault.Deny, [Scene.Policy("p", 1, AllowOther, Deny, Allow)]));

    [Fact]
    public void A_policy_that_does_not_match_leaves_it_to_the_next() => AssertIngress(
        Verdict.Allow, Basis.Rule, "t", Allow,
        new Tier("t", 1, TierDefault.Deny, [Scene.Policy("a", 1, AllowOther), Scene.Policy("b", 2, Allow)]));

    [Fact]
    public void Pass_skips_the_rest_of_its_tier() => AssertIngress(
        Verdict.Allow, Basis.Rule, "second", Allow,
        new Tier("first", 1, TierDefault.Deny, [Scene.Policy("a", 1, Pass, Deny), Scene.Policy("b", 2, Deny)]),
        new Tier("second", 2, TierDefault.Deny, [Scene.Policy("p", 1, Allow)]));

    [Fact]
    public void Pass_in_the_last_tier_allows() => AssertIngress(
        Verdict.Allow, Basis.NotIsolated, null, null, new Tier("t", 1, TierDefault.Deny, [Scene.Policy("p", 1, Pass)]));

    [Fact]
    public void A_tier_that_denies_by_default_ends_the_walk_where_nothing_matches() => AssertIngress(
        Verdict.Deny, Basis.TierDefault, "first", null,
        new Tier("first", 1, TierDefault.Deny, [Scene.Policy("p", 1, AllowOther)]),
        new Tier("second", 2, TierDefault.Deny, [Scene.Policy("p", 1, Allow)]));

    [Fact]
    public void A_tier_that_passes_by_default_leaves_it_to_the_next() => AssertIngress(
        Verdict.Deny, Basis.Rule, "second", Deny,
        new Tier("first", 1, TierDefault.Pass, [Scene.Policy("p", 1, AllowOther)]),
        new Tier("second", 2, TierDefault.Deny, [Scene.Policy("p", 1, Deny)]));

    [Fact]
    public void A_last_tier_that_passes_by_default_allows() => AssertIngress(
        Verdict.Allow,
        Basis.NotIsolated,
        null,
        null,
        new Tier("t", 1, TierDefault.Pass, [Scene.Policy("p", 1, AllowOther)]));

    [Fact]
    public void A_policy_without_rules_still_applies() => AssertIngress(
        Verdict.Deny, Basis.TierDefault, "t", null, new Tier("t", 1, TierDefault.Deny, [Scene.Policy("p", 1)]));

    [Fact]
    public void A_tier_whose_policies_select_others_is_passed_by() => AssertIngress(
        Verdict.Allow, Basis.Rule, "second", Allow,
        new Tier("first", 1, TierDefault.Deny, [Scene.Policy("p", 1, Direction.Ingress, "other", Deny)]),
        new Tier("second", 2, TierDefault.Deny, [Scene.Policy("p", 1, Allow)]));

    [Fact]
    public void A_policy_of_the_other_direction_does_not_apply()
    {
        var tier = new Tier("t", 1, TierDefault.Deny, [Scene.Policy("p", 1, Direction.Egress, "server", Deny)]);
        AssertIngress(Verdict.Allow, Basis.NotIsolated, null, null, tier);
    }

    [Fact]
    public void A_flow_needs_both_directions()
    {
        var egress = new Tier("t", 1, TierDefault.Deny, [Scene.Policy("p", 1, Direction.Egress, "client", Deny)]);
        var ingress = new Tier("t", 1, TierDefault.Deny, [Scene.Policy("p", 1, Deny)]);
        Assert.Equal((Verdict.Deny, Verdict.Allow, Verdict.Deny), Verdicts(new Scene().Connect(egress)));
        Assert.Equal((Verdict.Allow, Verdict.Deny, Verdict.Deny), Verdicts(new Scene().Connect(ingress)));
        Assert.Equal((Verdict.Allow, Verdict.Allow, Verdict.Allow), Verdicts(new Scene().Connect()));
    }

    [Fact]
    public void The_default_of_a_tier_names_the_first_policy_that_applies()
    {
        var result = new Scene().Connect(
            new Tier("t", 1, TierDefault.Deny, [Scene.Policy("b", 1, AllowOther), Scene.Policy("a", 1, AllowOther)]));
        Assert.Equal("Policy shop/a", result.Ingress.Policy?.ToString());
    }

    [Fact]
    public void The_explanation_shows_every_tier_up_to_the_one_that_decided()
    {
        var scene = new Scene();
        var evaluator = scene.Under(
            null,
            new Tier("passes", 1, TierDefault.Pass, [Scene.Policy("p", 1, AllowOther)]),
            new Tier("selects others", 2, TierDefault.Deny, [Scene.Policy("p", 1, Direction.Ingress, "other", Deny)]),
            new Tier("decides", 3, TierDefault.Deny, [Scene.Policy("p", 1, Deny)]),
            new Tier("is not reached", 4, TierDefault.Deny, [Scene.Policy("p", 1, Allow)]));
        var walk = new Explainer(evaluator).Explain(Scene.Flow(scene.Client, scene.Server)).Ingress.Tiers;
        Assert.Equal(["passes", "decides"], walk.Select(tier => tier.Tier.Name));
        Assert.Equal([false, true], walk.Select(tier => tier.Policies[0].Rules[0].Matched));
    }

    static void AssertIngress(Verdict verdict, Basis basis, string? tier, Rule? rule, params Tier[] tiers)
    {
        var result = new Scene().Connect(tiers).Ingress;
        Assert.Equal((verdict, basis, tier), (result.Verdict, result.Basis, result.Tier?.Name));
        Assert.Same(rule, result.Rule);
    }

    static (Verdict Egress, Verdict Ingress, Verdict Flow) Verdicts(FlowResult result) =>
        (result.Egress.Verdict, result.Ingress.Verdict, result.Verdict);
}
