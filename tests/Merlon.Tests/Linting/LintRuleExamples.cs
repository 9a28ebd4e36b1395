using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Linting;

namespace Merlon.Tests.Linting;

/// <summary>The catalogue is true: its examples do what it says of them.</summary>
public sealed class LintRuleExamples
{
    static readonly string Page = Path.Combine(Repository.Root, "docs", "lint.md");

    public static TheoryData<string> WithExample =>
        [.. LintRules.All.Where(rule => rule.Example is not null).Select(rule => rule.Code.Id)];

    public static TheoryData<string> WithBetter =>
        [.. LintRules.All.Where(rule => rule.Better is not null).Select(rule => rule.Code.Id)];

    [Fact]
    public void Every_code_has_one_rule() =>
        Assert.Equal(DiagnosticCodes.All, LintRules.All.Select(rule => rule.Code));

    [Theory]
    [MemberData(nameof(WithExample))]
    public void A_code_fires_in_its_example(string id) =>
        Assert.Contains(Of(LintRules.Find(id)!, rule => rule.Example!), found => found.Code.Id == id);

    [Theory]
    [MemberData(nameof(WithBetter))]
    public void It_does_not_fire_in_what_is_better(string id) => Assert.DoesNotContain(
        Of(LintRules.Find(id)!, rule => rule.Better!),
        found => found.Code.Id == id || found.Severity == Severity.Error);

    static ImmutableArray<Diagnostic> Of(LintRule rule, Func<LintRule, string> text) =>
        rule.IsScript ? Lints.OfScript(text(rule)) : Lints.Of(text(rule));

    [Fact]
    public void A_better_example_has_a_worse_one() =>
        Assert.All(LintRules.All, rule => Assert.True(rule.Better is null || rule.Example is not null));

    /// <summary>After a change that is meant, <c>MERLON_ACCEPT=1</c> writes the page anew.</summary>
    [Fact]
    public void The_page_in_docs_is_what_the_rules_say()
    {
        var written = LintCatalogue.ToMarkdown();
        if (Environment.GetEnvironmentVariable("MERLON_ACCEPT") == "1") File.WriteAllText(Page, written);
        Assert.Equal(written, File.ReadAllText(Page));
    }
}
