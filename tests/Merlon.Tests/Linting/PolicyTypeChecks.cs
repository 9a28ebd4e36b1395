using Merlon.Diagnostics;

namespace Merlon.Tests.Linting;

public sealed class PolicyTypeChecks
{
    const string Egress = "  egress: [{ports: [{protocol: TCP, port: 443}]}]";

    const string Ingress = "  ingress: [{from: [{podSelector: {}}]}]";

    [Fact]
    public void Without_types_and_egress_rules_only_ingress_is_governed() => Assert.Equal(
        "`policyTypes` is missing: having no egress rules, the policy governs incoming traffic only. "
            + "Write `policyTypes: [Ingress]` to say so.",
        Lints.Find(DiagnosticCodes.TypesImplicit, 5, 3, "spec.policyTypes", $"  podSelector: {{}}\n{Ingress}"));

    [Fact]
    public void Empty_types_are_missing_types() =>
        Lints.Find(
            DiagnosticCodes.TypesImplicit,
            6,
            3,
            "spec.policyTypes",
            "  podSelector: {}\n  policyTypes: []\n  egress: []");

    [Fact]
    public void Without_types_egress_rules_add_egress() => Assert.Contains(
        "governs outgoing traffic as well as incoming",
        Lints.Find(
            DiagnosticCodes.TypesImplicit, 5, 3, "spec.policyTypes", $"  podSelector: {{}}\n{Ingress}\n{Egress}"),
        StringComparison.Ordinal);

    [Fact]
    public void Written_types_are_not_implicit() =>
        Lints.FindNone(DiagnosticCodes.TypesImplicit, "  podSelector: {}\n  policyTypes: [Ingress]");

    [Fact]
    public void Egress_rules_alone_cut_off_incoming_traffic_too()
    {
        var spec = $"  podSelector: {{}}\n{Egress}";
        Assert.Contains(
            "every pod it selects is cut off from incoming traffic",
            Lints.Find(DiagnosticCodes.TypesSurprise, 6, 3, "spec.egress", spec),
            StringComparison.Ordinal);
        Lints.FindNone(DiagnosticCodes.TypesImplicit, spec);
    }

    [Theory]
    [InlineData($"  podSelector: {{}}\n  policyTypes: [Egress]\n{Egress}")]
    [InlineData($"  podSelector: {{}}\n{Ingress}\n{Egress}")]
    [InlineData("  podSelector: {}\n  egress: []")]
    public void Egress_rules_do_not_surprise_where_ingress_is_clear(string spec) =>
        Lints.FindNone(DiagnosticCodes.TypesSurprise, spec);

    [Fact]
    public void Rules_for_a_direction_left_out_have_no_effect() => Assert.Equal(
        "`policyTypes` does not list `Egress`, so this rule has no effect: "
            + "the policy leaves outgoing traffic as it is. List `Egress`, or remove the rules.",
        Lints.Find(
            DiagnosticCodes.TypesIgnored,
            7,
            3,
            "spec.egress",
            $"  podSelector: {{}}\n  policyTypes: [Ingress]\n{Egress}"));

    [Fact]
    public void An_empty_list_for_a_direction_left_out_is_no_rule() =>
        Lints.FindNone(DiagnosticCodes.TypesIgnored, "  podSelector: {}\n  policyTypes: [Ingress]\n  egress: []");

    [Fact]
    public void A_direction_listed_twice_leaves_out_the_other() => Assert.Equal(
        "`Ingress` is listed already, so this entry changes nothing: the policy leaves outgoing traffic as it is.",
        Lints.Find(
            DiagnosticCodes.TypesDuplicate,
            6,
            26,
            "spec.policyTypes[1]",
            "  podSelector: {}\n  policyTypes: [Ingress, Ingress]"));

    [Fact]
    public void Both_directions_are_no_repetition() =>
        Lints.FindNone(DiagnosticCodes.TypesDuplicate, "  podSelector: {}\n  policyTypes: [Egress, Ingress]");
}
