using System.Collections.Immutable;
using System.Text;
using Merlon.Apis.Iptables;
using Merlon.Diagnostics;
using Merlon.Linting;
using Merlon.Manifests;

namespace Merlon.Tests.Linting;

/// <summary>Lints a policy of which a test writes the spec alone, in block style from line 5 on.</summary>
static class Lints
{
    const string Header = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web, namespace: shop}
        spec:

        """;

    /// <summary>The policy <c>shop/web</c> with this spec.</summary>
    public static string Policy(string spec) => Header + spec + "\n";

    public static ImmutableArray<Diagnostic> Of(params string[] texts) => Linter.Lint(ManifestReader.Read(
        texts.Select((text, i) => new SourceText($"{i}.yaml", Encoding.UTF8.GetBytes(text)))));

    /// <summary>The findings in the rules of a host's firewall, without any manifest.</summary>
    public static ImmutableArray<Diagnostic> OfScript(string text) => Linter.Lint(
        ManifestReader.Read([]),
        new LintOptions
        {
            HostFirewalls = [IptablesReader.Read(new SourceText("rules.sh", Encoding.UTF8.GetBytes(text)))],
        });

    /// <summary>The findings of this code; nothing worse than legal may be wrong with the texts.</summary>
    public static IReadOnlyList<Diagnostic> Of(DiagnosticCode code, params string[] texts)
    {
        var found = Of(texts);
        Assert.DoesNotContain(
            found,
            diagnostic => diagnostic.Code == DiagnosticCodes.YamlSyntax
                || diagnostic.Code == DiagnosticCodes.ApiReject);
        return [.. found.Where(diagnostic => diagnostic.Code == code)];
    }

    /// <summary>The message of the one finding of this code, which stands at the place.</summary>
    public static string Find(DiagnosticCode code, int line, int column, string path, string spec) =>
        At(line, column, path, Assert.Single(Of(code, Policy(spec))));

    /// <summary>The message of the finding, which stands at the place.</summary>
    public static string At(int line, int column, string path, Diagnostic found)
    {
        Assert.Equal((line, column, path), (found.Location.Line, found.Location.Column, found.Path));
        Assert.Equal(found.Code.Severity, found.Severity);
        return found.Message;
    }

    public static void FindNone(DiagnosticCode code, string spec) => Assert.Empty(Of(code, Policy(spec)));
}
