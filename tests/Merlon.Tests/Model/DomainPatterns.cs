using Merlon.Model;

namespace Merlon.Tests.Model;

public sealed class DomainPatterns
{
    [Theory]
    [InlineData("*.kubernetes.io", "www.kubernetes.io", true)]
    [InlineData("*.kubernetes.io", "a.b.kubernetes.io", true)]
    [InlineData("*.kubernetes.io", "kubernetes.io", false)]
    [InlineData("*.kubernetes.io", "notkubernetes.io", false)]
    [InlineData("Kubernetes.io.", "kubernetes.IO", true)]
    [InlineData("kubernetes.io", "www.kubernetes.io", false)]
    public void A_star_stands_for_one_or_more_whole_labels(string pattern, string name, bool matches)
    {
        Assert.True(DomainPattern.TryParse(pattern, out var parsed));
        Assert.Equal(matches, parsed.Matches(name));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("foo")]
    [InlineData("*.*.io")]
    [InlineData("f*.io")]
    [InlineData("a..io")]
    [InlineData("-a.io")]
    [InlineData("")]
    public void What_is_no_name_of_two_labels_is_refused(string text) => Assert.False(DomainPattern.TryParse(text, out _));
}
