using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Tests.Evaluation;

/// <summary>Rules of which nobody can say whether they match.</summary>
public sealed class Doubts
{
    static readonly Condition L7 = new Condition.Unknowable("the request is a GET", Scene.Nowhere);

    [Fact]
    public void A_doubt_that_matters_makes_the_verdict_unknown_and_names_the_rule()
    {
        var doubtful = Maybe(RuleAction.Allow);
        var result = Ingress(TierDefault.Deny, doubtful);
        Assert.Equal((Verdict.Unknown, Basis.MayMatch), (result.Verdict, result.Basis));
        Assert.Same(doubtful, result.Rule);
    }

    [Fact]
    public void A_doubt_does_not_matter_where_both_ways_end_alike()
    {
        Assert.Equal(Verdict.Deny, Ingress(TierDefault.Deny, Maybe(RuleAction.Deny)).Verdict);
        Assert.Equal(Verdict.Allow, Ingress(TierDefault.Deny, Maybe(RuleAction.Allow), Scene.Rule(RuleAction.Allow)).Verdict);
        Assert.Equal(Basis.Rule, Ingress(TierDefault.Deny, Maybe(RuleAction.Deny), Scene.Rule(RuleAction.Deny)).Basis);
    }

    [Fact]
    public void A_doubt_behind_a_rule_that_decides_is_not_reached() =>
        Assert.Equal(Verdict.Allow, Ingress(TierDefault.Deny, Scene.Rule(RuleAction.Allow), Maybe(RuleAction.Deny)).Verdict);

    [Fact]
    public void Two_doubts_that_differ_leave_it_unknown_even_where_the_first_agrees_with_the_end() =>
        Assert.Equal(
            Verdict.Unknown, Ingress(TierDefault.Deny, Maybe(RuleAction.Deny), Maybe(RuleAction.Allow)).Verdict);

    [Fact]
    public void A_doubtful_pass_asks_the_next_tier()
    {
        var passes = new Tier("t", 1, TierDefault.Deny, [Scene.Policy("p", 1, Maybe(RuleAction.Pass))]);
        Assert.Equal(Verdict.Unknown, new Scene().Connect(passes).Ingress.Verdict);
        var denies = new Tier("u", 2, TierDefault.Deny, [Scene.Policy("p", 1, Scene.Rule(RuleAction.Deny))]);
        Assert.Equal(Verdict.Deny, new Scene().Connect(passes, denies).Ingress.Verdict);
    }

    [Fact]
    public void A_condition_that_fails_settles_the_doubt_of_another()
    {
        var rule = Scene.Rule(RuleAction.Allow) with
        {
            Conditions = [L7, new Condition.Transport(Protocol.Udp, false, Scene.Nowhere)],
        };
        Assert.Equal(Verdict.Deny, Ingress(TierDefault.Deny, rule).Verdict);
    }

    [Fact]
    public void Denied_at_the_other_end_is_denied_whatever_the_doubt() =>
        Assert.Equal(Verdict.Deny, new FlowResult(
            new DirectionResult(Verdict.Unknown, Basis.MayMatch),
            new DirectionResult(Verdict.Deny, Basis.TierDefault)).Verdict);

    [Fact]
    public void The_explanation_goes_on_behind_a_doubt()
    {
        var scene = new Scene();
        var evaluator = scene.Under(
            null,
            new Tier("doubts", 1, TierDefault.Pass, [Scene.Policy("p", 1, Maybe(RuleAction.Allow))]),
            new Tier("decides", 2, TierDefault.Deny, [Scene.Policy("q", 1, Scene.Rule(RuleAction.Deny))]));
        var ingress = new Explainer(evaluator).Explain(Scene.Flow(scene.Client, scene.Server)).Ingress;
        Assert.Equal(["doubts", "decides"], ingress.Tiers.Select(tier => tier.Tier.Name));
        var finding = Assert.Single(ingress.Tiers[0].Policies[0].Rules[0].Conditions);
        Assert.Equal((MatchOutcome.Unknown, "nothing here tells whether the request is a GET"), (finding.Outcome, finding.Reason));
    }

    static Rule Maybe(RuleAction action) => Scene.Rule(action) with { Conditions = [L7] };

    static DirectionResult Ingress(TierDefault last, params Rule[] rules) =>
        new Scene().Connect(new Tier("t", 1, last, [Scene.Policy("p", 1, rules)])).Ingress;
}
