using System.Collections.Immutable;
using Merlon.Diagnostics;

namespace Merlon.Linting;

/// <summary>The rules of the codes that reading reports, before any check is asked.</summary>
static class ReadingRules
{
    public static ImmutableArray<LintRule> All =>
    [
        .. Texts(),
        .. Objects(),
        .. Fields(),
        .. CalicoReadingRules.All,
        .. FirewallRules.All,
    ];

    static IEnumerable<LintRule> Texts() =>
    [
        new LintRule(
            DiagnosticCodes.YamlSyntax,
            "The text cannot be parsed, so nothing in the document is used. Answers that it could have changed name it.")
        {
            Example = LintRule.PolicyOf("podSelector: {a: [b}"),
            Better = LintRule.PolicyOf("podSelector: {}"),
        },
        new LintRule(
            DiagnosticCodes.YamlDuplicateKey,
            "One object has a key twice. Some tools keep the first value, some the last, some refuse; which one your "
                + "cluster gets is luck, so the document is not used.")
        {
            Example = LintRule.PolicyOf("podSelector: {}\npodSelector: {matchLabels: {app: web}}"),
            Better = LintRule.PolicyOf("podSelector: {matchLabels: {app: web}}"),
        },
        new LintRule(DiagnosticCodes.YamlTab, "YAML is indented with spaces only. The document is not used.")
        {
            Example = LintRule.PolicyOf("podSelector:\n\tmatchLabels: {app: web}"),
            Better = LintRule.PolicyOf("podSelector:\n  matchLabels: {app: web}"),
        },
        new LintRule(
            DiagnosticCodes.YamlFlat,
            "The document was pasted without its indentation: the fields of `metadata` and `spec` stand at the margin, "
                + "and both are null. Read as it stands, it would be an empty policy, which denies all incoming "
                + "traffic. It is never evaluated; `merlon lint --repair` writes it anew from the schema.")
        {
            Example = """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                name: web
                spec:
                podSelector: {}

                """,
            Better = LintRule.PolicyOf("podSelector: {}"),
        },
        new LintRule(
            DiagnosticCodes.YamlEncoding,
            "The bytes are no UTF-8 text, or hold control characters. The document is not used."),
        new LintRule(
            DiagnosticCodes.InputLimit,
            "Size, nesting, or the growth of aliases exceeds a limit that protects this program. The input is not used."),
        new LintRule(DiagnosticCodes.InputUnreadable, "A file is there and cannot be opened. What it says is unknown."),
    ];

    static IEnumerable<LintRule> Objects() =>
    [
        new LintRule(
            DiagnosticCodes.ObjectKind,
            "The document looks like a Kubernetes object and is none: `apiVersion` or `kind` is missing or unknown. "
                + "The API server refuses it.")
        {
            Example = "kind: NetworkPolicy\nmetadata: {name: web}\nspec: {podSelector: {}}\n",
            Better = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: web}\n"
                + "spec: {podSelector: {}}\n",
        },
        new LintRule(
            DiagnosticCodes.ApiUnsupported,
            "A policy of an API that Merlon knows and does not evaluate. It can change verdicts: answers that it could "
                + "change name it.")
        {
            Example = "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: web}\nspec: {}\n",
        },
        new LintRule(
            DiagnosticCodes.ApiReject,
            "A check of the API server fails: the object is not stored, and nothing of it is in force. The message says "
                + "which check.")
        {
            Example = LintRule.PolicyOf("podSelector: {}\ningress:\n- ports:\n  - {port: 80, endPort: 79}"),
            Better = LintRule.PolicyOf("podSelector: {}\ningress:\n- ports:\n  - {port: 79, endPort: 80}"),
        },
        new LintRule(
            DiagnosticCodes.Suppression,
            "A finding can be let stand by the annotation `merlon.dev/ignore.CODE: reason`, by a comment on its line or the "
                + "one above, `# merlon:ignore CODE reason`, or in `merlon.yaml`. Without a known code and a reason it "
                + "is not: whoever reads it next must know why.")
        {
            Example = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: web\n"
                + "  annotations: {merlon.dev/ignore.EXTERNAL-OPEN: \"\"}\nspec: {podSelector: {}}\n",
            Better = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: web\n"
                + "  annotations: {merlon.dev/ignore.EXTERNAL-OPEN: the shop is public}\nspec: {podSelector: {}}\n",
        },
        new LintRule(
            DiagnosticCodes.ConflictName,
            "Two documents define one object. The API server keeps the one that is applied last; here that is the one "
                + "that is read last.")
        {
            Example = LintRule.PolicyOf("podSelector: {}") + "---\n" + LintRule.PolicyOf("podSelector: {}"),
            Better = LintRule.PolicyOf("podSelector: {}"),
        },
    ];

    static IEnumerable<LintRule> Fields() =>
    [
        new LintRule(
            DiagnosticCodes.FieldType,
            "A value has the wrong type: text where a list belongs, a number where text does. The API server refuses "
                + "the object. Numbers and words such as `on` are text only in quotes.")
        {
            Example = LintRule.PolicyOf("podSelector: {matchLabels: {version: 1.10}}"),
            Better = LintRule.PolicyOf("podSelector: {matchLabels: {version: \"1.10\"}}"),
        },
        new LintRule(
            DiagnosticCodes.FieldUnknown,
            "A key is no field of its object; field names are case-sensitive. The API server refuses the object, unless "
                + "validation is off: then the field is dropped, and what is left can mean far more.")
        {
            Example = LintRule.PolicyOf("podSelector: {}\ningress:\n- from:\n  - NamespaceSelector: {}"),
            Better = LintRule.PolicyOf("podSelector: {}\ningress:\n- from:\n  - namespaceSelector: {}"),
        },
        new LintRule(
            DiagnosticCodes.NullPeer,
            "A peer's only selector is null, which counts as absent: the peer is empty and refused. This is the opposite "
                + "of a null `spec.podSelector`, which selects everything.")
        {
            Example = LintRule.PolicyOf("podSelector: {}\ningress:\n- from:\n  - podSelector:"),
            Better = LintRule.PolicyOf("podSelector: {}\ningress:\n- from:\n  - podSelector: {}"),
        },
        new LintRule(
            DiagnosticCodes.CidrPlaceholder,
            "A placeholder of some guide was never replaced. The API server refuses it.")
        {
            Example = LintRule.PolicyOf("podSelector: {}\ningress:\n- from:\n  - ipBlock: {cidr: X.X.X.0/16}"),
            Better = LintRule.PolicyOf("podSelector: {}\ningress:\n- from:\n  - ipBlock: {cidr: 10.9.0.0/16}"),
        },
        new LintRule(
            DiagnosticCodes.CidrHostBits,
            "A block has bits set beyond its prefix, leading zeros, or the IPv4-mapped form. API servers from 1.36 on "
                + "refuse it; older ones mask it, and may mean another block than you.")
        {
            Example = LintRule.PolicyOf("podSelector: {}\ningress:\n- from:\n  - ipBlock: {cidr: 10.9.8.7/16}"),
            Better = LintRule.PolicyOf("podSelector: {}\ningress:\n- from:\n  - ipBlock: {cidr: 10.9.0.0/16}"),
        },
    ];
}
