using System.Collections.Immutable;
using System.Text;
using Merlon.Diagnostics;
using Merlon.Documents;
using Merlon.Linting;
using Merlon.Linting.Fixes;
using Merlon.Manifests;

namespace Merlon.Tests.Linting.Codes;

/// <summary>
/// Each code has a file here: where it fires, where it just does not, and what its fix does to verdicts. After a change
/// that is meant, <c>MERLON_ACCEPT=1</c> writes the mended texts and the verdicts anew.
/// </summary>
public sealed class EveryCode
{
    // A file that is there and cannot be opened is no text: the program's tests have it.
    static readonly DiagnosticCode[] NoText = [DiagnosticCodes.InputUnreadable];

    public static TheoryData<string> Codes => [.. CodeCase.Codes];

    [Fact]
    public void Each_code_of_the_catalogue_has_its_cases() => Assert.Equal(
        LintRules.All.Select(rule => rule.Code).Except(NoText).Select(code => code.Id).Order(StringComparer.Ordinal),
        CodeCase.Codes);

    [Theory]
    [MemberData(nameof(Codes))]
    public void It_fires(string code) => Assert.Contains(Lint(CodeCase.Read(code).Fires), found => found.Code.Id == code);

    [Theory]
    [MemberData(nameof(Codes))]
    public void It_does_not_fire_at_a_near_miss(string code) =>
        Assert.DoesNotContain(Lint(CodeCase.Read(code).NearMiss), found => found.Code.Id == code);

    [Theory]
    [MemberData(nameof(Codes))]
    public void Its_fix_leaves_a_clean_text_and_the_verdicts_that_are_told(string code)
    {
        var told = CodeCase.Read(code);
        var findings = Lint(told.Fires).Where(found => found.Code.Id == code && found.Fix is not null).ToList();
        if (findings.Count == 0)
        {
            Assert.Null(told.Fixed);
            return;
        }
        var mended = Encoding.UTF8.GetString(
            Fixer.Apply(Source(told.Fires), findings, includeProposed: true).After.Content.Span);
        var verdicts = told.Verdicts.Select(flow => CaseFlow.Read(flow).Judge(told.Fires, mended)).ToList();
        if (Environment.GetEnvironmentVariable("MERLON_ACCEPT") == "1") told.Accept(mended, verdicts.Select(flow => $"{flow}"));

        Assert.Equal(told.Fixed, mended);
        Assert.NotEmpty(told.Verdicts);
        Assert.Equal(told.Verdicts, verdicts.Select(flow => $"{flow}"));
        Assert.DoesNotContain(Lint(mended), found => found.Code.Id == code || found.Severity == Severity.Error);
        if (findings.TrueForAll(found => found.Fix!.IsSafe)) Assert.All(verdicts, flow => Assert.Equal(flow.Before, flow.After));
    }

    static ImmutableArray<Diagnostic> Lint(string text)
    {
        if (text.StartsWith("# ", StringComparison.Ordinal)) return LintDocument(text);
        return text.Contains("iptables", StringComparison.Ordinal)
            ? Lints.OfScript(text)
            : Linter.Lint(ManifestReader.Read([Source(text)]), LintOptions.Default with { Sources = [Source(text)] });
    }

    static ImmutableArray<Diagnostic> LintDocument(string text)
    {
        var document = DocumentReader.Read(Source(text));
        return Linter.Lint(
            ManifestReader.Read(DocumentReader.Manifests(document)),
            LintOptions.Default with
            {
                Documents = [document],
                HostFirewalls = DocumentReader.Firewall(document) is { } firewall ? [firewall] : [],
            });
    }

    static SourceText Source(string text) => new("case.yaml", Encoding.UTF8.GetBytes(text));
}
