using Merlon.Diagnostics;

namespace Merlon.Tests.Linting;

public sealed class RuleChecks
{
    [Fact]
    public void A_null_rule_allows_everything() => Assert.Equal(
        "This rule is null, which means `{}`: it allows all incoming traffic of the selected pods. "
            + "Write `- {}` if that is meant, or remove it. "
            + "Witness: `203.0.113.5 → a pod of shop 443/TCP` is allowed.",
        Lints.Find(DiagnosticCodes.NullRule, 7, 5, "spec.ingress[0]", "  podSelector: {}\n  ingress:\n  - null"));

    [Theory]
    [InlineData("  podSelector: {}\n  ingress:\n  - {}")]
    [InlineData("  podSelector: {}\n  ingress: null")]
    [InlineData("  podSelector: {}\n  policyTypes: [Ingress]\n  egress:\n  - null")]
    public void A_rule_that_is_written_or_has_no_effect_is_not_null(string spec) =>
        Lints.FindNone(DiagnosticCodes.NullRule, spec);

    [Fact]
    public void A_rule_that_says_the_same_is_found_whatever_its_order() => Assert.Equal(
        "The rule on line 7 says the same: this one changes nothing.",
        Lints.Find(DiagnosticCodes.RuleDuplicate, 9, 5, "spec.ingress[1]", """
              podSelector: {}
              ingress:
              - from: [{podSelector: {matchLabels: {a: b, c: d}}}, {ipBlock: {cidr: 10.0.0.0/8}}]
                ports: [{port: 80}, {port: 443}]
              - ports: [{protocol: TCP, port: 443}, {protocol: TCP, port: 80, endPort: 80}]
                from: [{ipBlock: {cidr: 10.0.0.0/8}}, {podSelector: {matchLabels: {c: d, a: b}}}]
            """));

    [Theory]
    [InlineData("[{ports: [{port: 80}]}, {ports: [{port: 80, protocol: UDP}]}]")]
    [InlineData("[{from: [{podSelector: {}}]}, {from: [{namespaceSelector: {}}]}]")]
    [InlineData(
        "[{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}, {from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}]")]
    public void Rules_that_differ_are_no_repetition(string rules) =>
        Lints.FindNone(DiagnosticCodes.RuleDuplicate, $"  podSelector: {{}}\n  ingress: {rules}");

    [Fact]
    public void The_same_rule_in_both_directions_is_no_repetition() =>
        Lints.FindNone(DiagnosticCodes.RuleDuplicate, "  podSelector: {}\n  ingress: [{}]\n  egress: [{}]");

    [Theory]
    [InlineData("- ports: [{protocol: TCP, port: 80}]")]
    [InlineData("- {ports: [{protocol: TCP, port: 80}], from: []}")]
    public void Ports_without_from_are_open_to_the_internet(string rule) => Assert.Contains(
        "anyone may connect to its ports, the Internet included",
        Lints.Find(DiagnosticCodes.ExternalOpen, 7, 5, "spec.ingress[0]", $"  podSelector: {{}}\n  ingress:\n  {rule}"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("  ingress: [{}]")]
    [InlineData("  ingress: [{from: [{podSelector: {}}], ports: [{port: 80}]}]")]
    [InlineData("  ingress: [{from: [{podSelector: {}}]}]\n  egress: [{ports: [{port: 80}]}]")]
    [InlineData("  policyTypes: [Egress]\n  ingress: [{ports: [{port: 80}]}]")]
    public void A_rule_that_says_who_or_obviously_allows_all_is_not_open_by_accident(string rest) =>
        Lints.FindNone(DiagnosticCodes.ExternalOpen, $"  podSelector: {{}}\n{rest}");
}
