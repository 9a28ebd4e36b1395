using Merlon.Apis.CalicoV3.Selectors;
using Merlon.Model;

namespace Merlon.Tests.Apis.CalicoV3.Selectors;

public sealed class SelectorMeaning
{
    static readonly Thing Pod = new(
        Labels("role=db"),
        ClusterNamespace.Create("shop", Labels("team=red"), null),
        new ServiceAccount("robot", Labels("trust=high")));

    static readonly Thing Alone = new(Labels("role=db,pcns.team=red"), null, null);

    [Theory]
    [InlineData("a in {}", false)]
    [InlineData("a not in {}", true)]
    [InlineData("role in {\"db\",}", true)]
    [InlineData("in == \"x\"", false)]
    [InlineData("!role == \"db\"", false)]
    [InlineData("!role == \"web\"", true)]
    [InlineData("role startswith \"d\"", true)]
    [InlineData("", true)]
    [InlineData(" \t", true)]
    [InlineData("projectcalico.org/namespace == 'shop'", true)]
    [InlineData("projectcalico.org/serviceaccount == 'robot'", true)]
    [InlineData("projectcalico.org/orchestrator == 'k8s'", true)]
    [InlineData("pcns.team == 'red'", true)]
    [InlineData("pcsa.trust == 'high'", true)]
    [InlineData("team == 'red'", false)]
    public void A_pod_matches(string text, bool matches) =>
        Assert.Equal(matches, Read(text, SelectorScope.Things).Matches(Pod));

    [Theory]
    [InlineData("team == 'red'", true, true)]
    [InlineData("projectcalico.org/name == 'shop'", true, false)]
    [InlineData("all()", true, false)]
    [InlineData("global()", false, true)]
    [InlineData("team != 'blue'", true, true)]
    [InlineData("!has(team)", false, false)]
    [InlineData("!has(role)", true, true)]
    public void Among_namespaces_a_pod_and_a_thing_in_none_match(string text, bool pod, bool alone)
    {
        var formula = Read(text, SelectorScope.Namespaces);
        Assert.Equal(pod, formula.Matches(Pod));
        Assert.Equal(alone, formula.Matches(Alone));
    }

    [Theory]
    [InlineData("trust == 'high'", true)]
    [InlineData("projectcalico.org/name == 'robot'", true)]
    [InlineData("role == 'db'", false)]
    public void Among_accounts_a_pod_matches(string text, bool matches) =>
        Assert.Equal(matches, Read(text, SelectorScope.ServiceAccounts).Matches(Pod));

    [Fact]
    public void A_label_of_an_account_never_comes_from_the_pod()
    {
        var thing = Pod with { Labels = Labels("pcsa.trust=low,pcns.team=blue") };
        Assert.False(Read("pcsa.trust == 'low' || pcns.team == 'blue'", SelectorScope.Things).Matches(thing));
    }

    [Fact]
    public void Formulas_that_read_the_same_are_equal()
    {
        Assert.Equal(Read("a=='b'&&has( c )", SelectorScope.Things), Read("a == \"b\" && has(c)", SelectorScope.Things));
        Assert.NotEqual(Read("has(c)", SelectorScope.Things), Read("has(c)", SelectorScope.Namespaces));
    }

    static LabelFormula Read(string text, SelectorScope scope)
    {
        Assert.Null(SelectorParser.Read(text, scope, out var formula));
        return formula!;
    }

    static LabelSet Labels(string text) => LabelSet.From(
        text.Split(',').Select(label => label.Split('=')).Select(parts => KeyValuePair.Create(parts[0], parts[1])));

    sealed record Thing(LabelSet Labels, ClusterNamespace? Namespace, ServiceAccount? ServiceAccount) : ILabelled;
}
