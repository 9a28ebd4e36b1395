using Merlon.Diagnostics;

namespace Merlon.Linting;

/// <summary>The rules of the codes that reading Calico's objects reports.</summary>
static class CalicoReadingRules
{
    public static IEnumerable<LintRule> All =>
    [
        new LintRule(
            DiagnosticCodes.CalicoReject,
            "Calico's own server, and calicoctl, refuse the object: a selector has a fault, a port has no protocol, a "
                + "block has bits beyond its prefix. Where Calico's objects are bare CRDs the API server stores it, and "
                + "Calico's agents do with it what they can. Here it is not used, and answers that it could change name it.")
        {
            Example = PolicyOf("selector: role = 'db'"),
            Better = PolicyOf("selector: role == 'db'"),
        },
        new LintRule(
            DiagnosticCodes.CalicoCase,
            "Calico v3 spells actions `Allow`, `Deny`, `Log` and `Pass`. The lower-case form is that of the v1 API; the "
                + "API server refuses it.")
        {
            Example = PolicyOf("ingress: [{action: allow}]"),
            Better = PolicyOf("ingress: [{action: Allow}]"),
        },
        new LintRule(
            DiagnosticCodes.CalicoFamily,
            "All blocks of one rule are of one IP version, that of `ipVersion` and of the protocol. Calico refuses a rule "
                + "that mixes them: write a rule for each.")
        {
            Example = PolicyOf("ingress: [{action: Allow, source: {nets: [10.0.0.0/8, 'fd00::/8']}}]"),
            Better = PolicyOf("ingress: [{action: Allow, source: {nets: [10.0.0.0/8]}}]"),
        },
    ];

    /// <summary>An example of a Calico NetworkPolicy <c>shop/web</c> of which the spec alone is given.</summary>
    internal static string PolicyOf(string spec) => $"""
        apiVersion: projectcalico.org/v3
        kind: NetworkPolicy
        metadata:
          name: web
          namespace: shop
        spec:
          {spec.ReplaceLineEndings("\n").Replace("\n", "\n  ", StringComparison.Ordinal)}

        """;
}
