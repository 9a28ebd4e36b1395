using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Tests.Linting;

public sealed class PeerChecks
{
    [Fact]
    public void A_peer_that_says_the_same_is_found() => Assert.Equal(
        "The peer on line 8 says the same: this one changes nothing.",
        Lints.Find(DiagnosticCodes.PeerDuplicate, 10, 7, "spec.ingress[0].from[2]", """
              podSelector: {}
              ingress:
              - from:
                - namespaceSelector: {}
                - podSelector: {}
                - {namespaceSelector: {}, podSelector: {}}
            """));

    [Fact]
    public void On_one_line_the_earlier_one_is_named_by_its_path() => Assert.Equal(
        "The peer at `spec.ingress[0].from[0]` says the same: this one changes nothing.",
        Lints.Find(
            DiagnosticCodes.PeerDuplicate, 6, 40, "spec.ingress[0].from[1]",
            "  podSelector: {}\n  ingress: [{from: [{podSelector: {}}, {podSelector: {}}]}]"));

    [Theory]
    [InlineData("{podSelector: {}}, {namespaceSelector: {}}")]
    [InlineData("{podSelector: {matchLabels: {a: b}}}, {podSelector: {matchLabels: {a: c}}}")]
    [InlineData("{namespaceSelector: {matchLabels: {a: b}}}, {podSelector: {matchLabels: {a: b}}}")]
    [InlineData("{ipBlock: {cidr: 10.0.0.0/8}}, {ipBlock: {cidr: 10.0.0.0/9}}")]
    public void Peers_that_differ_are_no_repetition(string peers) =>
        Lints.FindNone(DiagnosticCodes.PeerDuplicate, $"  podSelector: {{}}\n  ingress: [{{from: [{peers}]}}]");

    [Fact]
    public void Selectors_in_neighbouring_peers_are_alternatives() => Assert.Equal(
        "This peer and the one before it are alternatives: any pod of namespaces with `team=a`, "
            + "or pods with `app=web` of namespace `shop`. For pods that meet both, write both selectors in one peer.",
        Lints.Find(DiagnosticCodes.PeerAndOr, 9, 7, "spec.egress[0].to[1]", """
              podSelector: {}
              egress:
              - to:
                - namespaceSelector: {matchLabels: {team: a}}
                - podSelector: {matchLabels: {app: web}}
            """));

    [Theory]
    [InlineData("{namespaceSelector: {matchLabels: {team: a}}, podSelector: {matchLabels: {app: web}}}")]
    [InlineData("{namespaceSelector: {matchLabels: {team: a}}}, {podSelector: {}}")]
    [InlineData(
        "{namespaceSelector: {matchLabels: {team: a}}}, {ipBlock: {cidr: 10.0.0.0/8}}, {podSelector: {matchLabels: "
            + "{app: web}}}")]
    [InlineData(
        "{namespaceSelector: {matchLabels: {team: a}}, podSelector: {matchLabels: {app: api}}}, {podSelector: "
            + "{matchLabels: {app: web}}}")]
    public void Peers_that_do_not_look_like_one_are_left(string peers) =>
        Lints.FindNone(DiagnosticCodes.PeerAndOr, $"  podSelector: {{}}\n  ingress: [{{from: [{peers}]}}]");

    [Theory]
    [InlineData("0.0.0.0/0", "0.0.0.0/1, 128.0.0.0/1")]
    [InlineData("::/0", "8000::/1, ::/1")]
    [InlineData("10.0.0.0/30", "10.0.0.3/32, 10.0.0.0/31, 10.0.0.2/32")]
    public void Exceptions_that_leave_nothing_make_the_peer_match_nothing(string cidr, string excepts) => Assert.Equal(
        $"The exceptions cover all of `{cidr}`: the peer matches no address and allows nothing.",
        Lints.Find(
            DiagnosticCodes.BlockNoop, 8, 16, "spec.ingress[0].from[0].ipBlock",
            $"  podSelector: {{}}\n  ingress:\n  - from:\n"
                + $"    - ipBlock: {{cidr: '{cidr}', except: "
                + $"[{string.Join(", ", excepts.Split(", ").Select(except => $"'{except}'"))}]}}"));

    [Fact]
    public void Exceptions_leave_nothing_exactly_where_every_address_is_in_one()
    {
        string[] parts = ["10.0.0.0/31", "10.0.0.2/31", "10.0.0.0/32", "10.0.0.1/32", "10.0.0.2/32", "10.0.0.3/32"];
        for (var subset = 1; subset < 1 << parts.Length; subset++)
        {
            var excepts = parts.Where((_, i) => (subset & (1 << i)) != 0).ToList();
            var covered = Enumerable.Range(0, 4).All(last =>
                excepts.Any(except => Cidr.Parse(except).Contains(IpAddress.Parse($"10.0.0.{last}"))));
            var found = Lints.Of(DiagnosticCodes.BlockNoop, Lints.Policy(
                $"  podSelector: {{}}\n"
                    + $"  ingress: [{{from: [{{ipBlock: {{cidr: 10.0.0.0/30, except: "
                    + $"[{string.Join(", ", excepts)}]}}}}]}}]"));
            Assert.Equal(
                covered, found.Any(diagnostic => diagnostic.Path.EndsWith("ipBlock", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("10.1.0.0/16, 10.1.2.0/24", 1)]
    [InlineData("10.1.2.0/24, 10.1.0.0/16", 0)]
    public void An_exception_inside_another_changes_nothing(string excepts, int index) => Assert.Contains(
        "The exception `10.1.0.0/16` covers",
        Lints.Find(
            DiagnosticCodes.BlockNoop, 8 + index, 7, $"spec.ingress[0].from[0].ipBlock.except[{index}]",
            $"  podSelector: {{}}\n  ingress:\n  - from: [ipBlock: {{cidr: 10.0.0.0/8, except: [\n"
                + $"      {excepts.Replace(", ", ",\n      ", StringComparison.Ordinal)}]}}]"),
        StringComparison.Ordinal);

    [Fact]
    public void A_repeated_exception_changes_nothing() => Assert.Equal(
        "The exception `10.1.0.0/16` is listed already: this entry changes nothing.",
        Lints.Find(
            DiagnosticCodes.BlockNoop, 6, 72, "spec.ingress[0].from[0].ipBlock.except[1]",
            "  podSelector: {}\n"
                + "  ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16, 10.1.0.0/16]}}]}]"));

    [Theory]
    [InlineData("0.0.0.0/0", "0.0.0.0/1")]
    [InlineData("10.0.0.0/30", "10.0.0.0/31, 10.0.0.3/32")]
    [InlineData("0.0.0.0/0", "10.0.0.0/8, 192.168.0.0/16")]
    public void Exceptions_that_leave_something_have_an_effect(string cidr, string excepts) => Lints.FindNone(
        DiagnosticCodes.BlockNoop,
        $"  podSelector: {{}}\n  ingress: [{{from: [{{ipBlock: {{cidr: {cidr}, except: [{excepts}]}}}}]}}]");
}
