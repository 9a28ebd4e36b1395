using Merlon.Model;

namespace Merlon.Tests.Model;

public sealed class LabelSets
{
    [Fact]
    public void Are_equal_whatever_the_order() =>
        ValueContract.HoldsFor(
            Labels(("a", "1"), ("b", "2")), Labels(("b", "2"), ("a", "1")), Labels(("a", "1"), ("b", "3")));

    [Fact]
    public void Differ_when_one_has_more() => Assert.NotEqual(Labels(("a", "1")), Labels(("a", "1"), ("b", "")));

    [Fact]
    public void Are_ordered_by_key_ordinally() =>
        Assert.Equal("B=1,_=2,a=3,a.b=4", Labels(("a.b", "4"), ("a", "3"), ("_", "2"), ("B", "1")).ToString());

    [Fact]
    public void Keep_the_last_value_of_a_key() => Assert.Equal("a=2", Labels(("a", "1"), ("a", "2")).ToString());

    [Fact]
    public void Find_labels_by_exact_key()
    {
        var labels = Labels(("app", "web"), ("empty", ""));
        Assert.True(labels.TryGet("app", out var value));
        Assert.Equal("web", value);
        Assert.True(labels.TryGet("empty", out value));
        Assert.Equal("", value);
        Assert.False(labels.TryGet("App", out value));
        Assert.Null(value);
    }

    [Fact]
    public void With_another_label_leave_the_first_as_they_are()
    {
        var labels = Labels(("a", "1"));
        Assert.Equal("a=2,b=3", labels.With("b", "3").With("a", "2").ToString());
        Assert.Equal("a=1", labels.ToString());
    }

    [Fact]
    public void Without_labels_are_the_empty_ones()
    {
        Assert.Same(LabelSet.Empty, LabelSet.From([]));
        Assert.Equal("no labels", LabelSet.Empty.ToString());
        Assert.Empty(LabelSet.Empty);
    }

    static LabelSet Labels(params (string Key, string Value)[] labels) =>
        LabelSet.From(labels.Select(label => KeyValuePair.Create(label.Key, label.Value)));
}
