using System.Globalization;
using System.Text;
using Merlon.Diagnostics;
using Merlon.Documents;
using Merlon.Linting;
using Merlon.Manifests;

namespace Merlon.Tests.Linting;

/// <summary>Comments in manifests, held against what the policy does.</summary>
public sealed class CommentFindings
{
    const string Egress = """
        podSelector: {matchLabels: {app: web}}
        policyTypes: [Egress]
        egress:
        - to:
          - ipBlock: {cidr: 192.0.2.0/24}
          ports:
        """;

    [Theory]
    [InlineData("- port: 9001 # block the API", "11:18 ALLOW-NOT-DENY")]
    [InlineData("- port: 9001 # Block", "11:18 ALLOW-NOT-DENY")]
    [InlineData("- {port: 9001} # denies access to 9001", "11:20 ALLOW-NOT-DENY")]
    [InlineData("- protocol: UDP\n    port: 9001  # forbid this port", "12:19 ALLOW-NOT-DENY")]
    [InlineData("# drop these connections\n  - port: 9001", "11:5 ALLOW-NOT-DENY")]
    public void A_port_that_a_comment_calls_blocked_is_open(string ports, string found) =>
        Assert.Equal([found], Found(Egress + "\n  " + ports));

    [Theory]
    [InlineData("- port: 9001 # the API")]
    [InlineData("- port: 9001 # deny all others")]
    [InlineData("- port: 9001 # block everything else")]
    [InlineData("- port: 9001 # blocked by the firewall")]
    [InlineData("- port: 9001 # do not block this")]
    [InlineData("- port: 3260 # block storage")]
    [InlineData("- port: 9001 # deny 9002")]
    [InlineData("- port: 9001 # drop-in replacement")]
    [InlineData("- port: api # block the API")]
    [InlineData("- port: 9001\n  - port: 9002\n    # The next one.\n    # block the API")]
    [InlineData("- {port: 9001, protocol: \"TCP\"}\n  # block the API\n\n- to: [{podSelector: {}}]")]
    public void What_a_comment_does_not_say_of_the_port_is_not_held_against_it(string ports) =>
        Assert.Empty(Found(Egress + "\n  " + ports));

    [Fact]
    public void A_port_that_the_policy_does_not_open_may_be_called_blocked() => Assert.Empty(Found("""
        podSelector: {matchLabels: {app: web}}
        policyTypes: [Ingress]
        ingress: []
        egress:
        - ports:
          - port: 9001 # block the API
        """));

    [Fact]
    public void What_a_value_holds_is_no_comment()
    {
        Assert.Empty(Found(Egress + "\n  - port: 9001\n    protocol: \"TCP # block the API\""));
        Assert.Empty(FoundIn(Policy("""
            podSelector: {}
            policyTypes: [Ingress]
            """).Replace("spec:", "  annotations:\n    note: |\n      # Deny all traffic\nspec:", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("podSelector: {}\npolicyTypes: [Ingress]\n# Deny all egress.", "7:3 DOC-CLAIM")]
    [InlineData("podSelector: {} # deny all traffic\npolicyTypes: [Ingress]", "5:19 DOC-CLAIM")]
    [InlineData("podSelector: {}\npolicyTypes: [Egress]\negress: [] # deny all egress except DNS", "7:14 DOC-CLAIM")]
    [InlineData("podSelector: {}\npolicyTypes: [Egress]\negress:\n# All other traffic stays open.\n- ports: [{port: 80}]", "8:3 DOC-CLAIM")]
    [InlineData("podSelector: {}\npolicyTypes: [Ingress]\ningress:\n- ports:\n  # Blocks incoming connections\n  # to TCP port 80.\n  - port: 80", "9:5 DOC-CLAIM")]
    [InlineData("podSelector: {}\npolicyTypes: [Ingress]\ningress: # deny all incoming traffic\n- {}", "7:12 DOC-CLAIM")]
    public void A_sentence_that_the_evaluation_contradicts_is_reported(string spec, string found) => Assert.Equal([found], Found(spec));

    [Theory]
    [InlineData("podSelector: {}\npolicyTypes: [Ingress]\ningress: [] # deny all traffic")]
    [InlineData("podSelector: {}\npolicyTypes: [Egress]\negress: [] # deny all egress")]
    [InlineData("podSelector: {}\npolicyTypes: [Ingress, Egress]\n# deny all traffic")]
    [InlineData("podSelector: {}\npolicyTypes: [Egress]\negress: # deny all egress except DNS\n- ports: [{port: 53, protocol: UDP}]")]
    [InlineData("podSelector: {}\npolicyTypes: [Ingress]\n# If you want to deny all egress, add it.")]
    public void A_sentence_that_holds_or_is_not_plain_is_left_alone(string spec) => Assert.Empty(Found(spec));

    [Fact]
    public void What_another_policy_opens_is_not_held_against_the_comment() => Assert.Empty(FoundIn(
        Policy("podSelector: {}\npolicyTypes: [Egress] # deny all egress\n") + "---\n"
            + Policy("podSelector: {}\npolicyTypes: [Egress]\negress: [{}]\n").Replace("name: web", "name: open", StringComparison.Ordinal)));

    [Fact]
    public void A_comment_above_the_policy_speaks_of_it()
    {
        Assert.Equal(["2:1 DOC-CLAIM"], FoundIn("---\n# Deny all traffic\n" + Policy("podSelector: {}\npolicyTypes: [Ingress]\n")));
        Assert.Empty(FoundIn("# Deny all traffic\n\n" + Policy("podSelector: {}\npolicyTypes: [Ingress]\n")));
        Assert.Empty(FoundIn("# Deny all traffic\n---\n" + Policy("podSelector: {}\npolicyTypes: [Ingress]\n")));
    }

    [Fact]
    public void Comments_in_the_blocks_of_documents_are_judged_alike()
    {
        var source = Text("guide.md", "# Guide\n\n```yaml\n" + Policy(Egress + "\n  - port: 9001 # block the API\n") + "```\n# Deny all traffic\n");
        var document = DocumentReader.Read(source);
        Assert.Equal(
            ["14:18 ALLOW-NOT-DENY"],
            Told(ManifestReader.Read(DocumentReader.Manifests(document)), new LintOptions { Sources = [source], Documents = [document] }));
    }

    [Fact]
    public void The_message_quotes_the_comment_and_names_a_witness()
    {
        var source = Text("web.yaml", Policy(Egress + "\n  - port: 9001 # block the API\n"));
        var finding = Linter.Lint(ManifestReader.Read([source]), new LintOptions { Sources = [source] })
            .Single(found => found.Code == DiagnosticCodes.AllowNotDeny);
        Assert.Equal(
            "The comment says \"block the API\", and the rule allows TCP 9001: NetworkPolicy cannot deny, and a port that a rule lists "
                + "is open. `a pod of shop with app=web → 192.0.2.0 9001/TCP` is allowed.",
            finding.Message);
        Assert.Equal("NetworkPolicy shop/web", finding.Object);
    }

    static IEnumerable<string> Found(string spec) => FoundIn(Policy(spec + "\n"));

    static IEnumerable<string> FoundIn(string text)
    {
        var source = Text("web.yaml", text);
        return Told(ManifestReader.Read([source]), new LintOptions { Sources = [source] });
    }

    static IEnumerable<string> Told(ManifestSet manifests, LintOptions options) =>
        from found in Linter.Lint(manifests, options)
        where found.Code == DiagnosticCodes.AllowNotDeny || found.Code == DiagnosticCodes.DocumentClaim
        select string.Create(CultureInfo.InvariantCulture, $"{found.Location.Line}:{found.Location.Column} {found.Code}");

    static SourceText Text(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));

    // The spec begins on line 5, at the margin of the policy's own fields.
    static string Policy(string spec) => """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web, namespace: shop}
        spec:

        """ + string.Concat(spec.TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? "\n" : $"  {line}\n"));
}
