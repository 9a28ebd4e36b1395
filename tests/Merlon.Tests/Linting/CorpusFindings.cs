using System.Globalization;
using Merlon.Diagnostics;
using Merlon.Linting;
using Merlon.Manifests;
using Merlon.Tests.Corpus;

namespace Merlon.Tests.Linting;

/// <summary>What lint finds in policies that other people wrote as right.</summary>
public sealed class CorpusFindings(ITestOutputHelper output)
{
    // Codes that say what the API server refuses: the cases of stored policies must have none.
    static readonly DiagnosticCode[] Refusals =
    [
        DiagnosticCodes.YamlSyntax, DiagnosticCodes.YamlFlat, DiagnosticCodes.YamlDuplicateKey, DiagnosticCodes.ObjectKind,
    ];

    [Fact]
    public void No_policy_of_the_cases_is_called_unreadable()
    {
        CorpusFolder.Require();
        var found = All();
        foreach (var group in found.GroupBy(finding => $"{finding.Severity} {finding.Code}").OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{group.Key} {group.Count()}"));
            foreach (var finding in group.Take(8)) output.WriteLine($"    {finding.Location} {finding.Message}");
        }
        Assert.DoesNotContain(found, finding => Refusals.Contains(finding.Code));
    }

    static List<Diagnostic> All()
    {
        var texts = new Dictionary<string, SourceText>(StringComparer.Ordinal);
        var found = new HashSet<Diagnostic>();
        foreach (var suite in Directory.GetFiles(CorpusFolder.PathOf("cases"), "*.jsonl").Order(StringComparer.Ordinal))
        {
            foreach (var @case in CorpusFolder.Lines(Path.Combine("cases", Path.GetFileName(suite))))
            {
                var sources = @case.GetProperty("manifests").EnumerateArray()
                    .Select(name => Text(texts, name.GetString()!))
                    .ToList();
                found.UnionWith(Linter.Lint(ManifestReader.Read(sources)));
            }
        }
        return [.. found.Order()];
    }

    static SourceText Text(Dictionary<string, SourceText> texts, string name)
    {
        if (!texts.TryGetValue(name, out var text))
        {
            texts[name] = text = new SourceText(name, File.ReadAllBytes(CorpusFolder.PathOf(name)));
        }
        return text;
    }
}
