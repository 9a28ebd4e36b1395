using Merlon.Manifests;

namespace Merlon.Tests.Manifests;

/// <summary>Which name somebody probably meant.</summary>
public sealed class NearestNames
{
    static readonly string[] Names =
        ["podSelector", "namespaceSelector", "ipBlock", "from", "matchLabels", "matchExpressions"];

    [Theory]
    [InlineData("PodSelector", "podSelector")]
    [InlineData("IPBLOCK", "ipBlock")]
    [InlineData("podSelecter", "podSelector")]
    [InlineData("podSelectr", "podSelector")]
    [InlineData("podSelectorss", "podSelector")]
    [InlineData("ipBlcok", "ipBlock")]
    [InlineData("form", "from")]
    [InlineData("namespace.matchLabels", "matchLabels")]
    [InlineData("namespace.MATCHLABELS", "matchLabels")]
    public void A_near_name_is_found(string written, string meant) =>
        Assert.Equal(meant, NearestName.Find(written, Names));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("fm")]
    [InlineData("selector")]
    [InlineData("podSelectorabc")]
    [InlineData("matchLabels.namespace")]
    public void Nothing_is_found_where_nothing_is_near(string written) => Assert.Null(NearestName.Find(written, Names));

    [Fact]
    public void The_nearest_wins() => Assert.Equal("ports", NearestName.Find("portss", ["port", "ports"]));

    [Fact]
    public void Ties_go_to_the_first_in_order() => Assert.Equal("bat", NearestName.Find("rat", ["mat", "cat", "bat"]));

    [Fact]
    public void The_same_letters_win_over_fewer_edits() => Assert.Equal("ABC", NearestName.Find("abc", ["abd", "ABC"]));

    [Fact]
    public void Nothing_is_found_among_no_names() => Assert.Null(NearestName.Find("port", []));
}
