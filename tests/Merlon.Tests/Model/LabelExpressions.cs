using Merlon.Model;

namespace Merlon.Tests.Model;

public sealed class LabelExpressions
{
    static readonly LabelSet None = LabelSet.Empty;
    static readonly LabelSet Empty = LabelSet.Empty.With("a", "");
    static readonly LabelSet One = LabelSet.Empty.With("a", "1");
    static readonly LabelSet Two = LabelSet.Empty.With("a", "2").With("b", "1");
    static readonly LabelSet OtherCase = LabelSet.Empty.With("A", "1");

    [Fact]
    public void In_needs_the_label_and_one_of_the_values() => AssertMatches(LabelExpression.In("a", ["1", "3"]), One);

    [Fact]
    public void In_with_the_empty_value_matches_the_empty_label_only() =>
        AssertMatches(LabelExpression.In("a", [""]), Empty);

    [Fact]
    public void NotIn_also_matches_where_the_label_is_missing() =>
        AssertMatches(LabelExpression.NotIn("a", ["1"]), None, Empty, Two, OtherCase);

    [Fact]
    public void Exists_needs_the_label_whatever_its_value() =>
        AssertMatches(LabelExpression.Exists("a"), Empty, One, Two);

    [Fact]
    public void DoesNotExist_needs_it_missing() => AssertMatches(LabelExpression.DoesNotExist("a"), None, OtherCase);

    [Fact]
    public void Everything_matches_all() => AssertMatches(LabelExpression.Everything, None, Empty, One, Two, OtherCase);

    [Fact]
    public void All_needs_every_condition()
    {
        AssertMatches(
            LabelExpression.All(
                [LabelExpression.Exists("a"), LabelExpression.NotIn("a", ["1"]), LabelExpression.DoesNotExist("b")]),
            Empty);
        AssertMatches(LabelExpression.All([LabelExpression.In("a", ["1"]), LabelExpression.In("a", ["2"])]));
        AssertMatches(LabelExpression.All([]), None, Empty, One, Two, OtherCase);
    }

    [Fact]
    public void Canonical_texts_are_those_of_kubectl()
    {
        Assert.Equal("a=1", LabelExpression.In("a", ["1"]).ToString());
        Assert.Equal("a in (1,2)", LabelExpression.In("a", ["2", "1", "2"]).ToString());
        Assert.Equal("a!=1", LabelExpression.NotIn("a", ["1"]).ToString());
        Assert.Equal("a notin (1,2)", LabelExpression.NotIn("a", ["2", "1"]).ToString());
        Assert.Equal("a", LabelExpression.Exists("a").ToString());
        Assert.Equal("!a", LabelExpression.DoesNotExist("a").ToString());
        Assert.Equal("", LabelExpression.Everything.ToString());
        Assert.Equal(
            "!c,a=1,b",
            LabelExpression.All([LabelExpression.Exists("b"), LabelExpression.In("a", ["1"]),
                LabelExpression.DoesNotExist("c")]).ToString());
    }

    [Fact]
    public void Order_and_repetition_do_not_matter()
    {
        var (a, b) = (LabelExpression.Exists("a"), LabelExpression.In("b", ["2", "1"]));
        ValueContract.HoldsFor(
            LabelExpression.All([a, b]),
            LabelExpression.All([LabelExpression.In("b", ["1", "2", "1"]), LabelExpression.All([a, a]), b]),
            LabelExpression.All([a]));
    }

    [Fact]
    public void A_conjunction_of_one_is_that_one()
    {
        Assert.Equal(LabelExpression.Exists("a"), LabelExpression.All([LabelExpression.Exists("a")]));
        Assert.Equal(
            LabelExpression.Everything, LabelExpression.All([LabelExpression.Everything, LabelExpression.Everything]));
        Assert.True(LabelExpression.All([]).IsEverything);
        Assert.False(LabelExpression.Exists("a").IsEverything);
    }

    [Fact]
    public void What_fails_is_told_in_words()
    {
        var all = LabelExpression.All([LabelExpression.In("a", ["2"]), LabelExpression.Exists("b"),
            LabelExpression.NotIn("a", ["1"]), LabelExpression.DoesNotExist("a")]);
        Assert.Equal(["!a", "a!=1", "a=2", "b"], all.Failing(One).Select(term => term.ToString()));
        Assert.Equal(
            "there is a label a, and none is wanted; a=1 is excluded by a!=1; a=1 is not a=2; there is no label b",
            all.WhyNot(One));
        Assert.Equal("there is no label a, and a=2 is wanted", LabelExpression.In("a", ["2"]).WhyNot(None));
    }

    static void AssertMatches(LabelExpression expression, params LabelSet[] expected) =>
        Assert.Equal(expected, new[] { None, Empty, One, Two, OtherCase }.Where(expression.Matches));
}
