using System.Text.Json;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Tests.Corpus;

/// <summary>Broken and unusual manifests of another project, with the API server's own verdict on each.</summary>
public sealed class AnalyzerValidation
{
    static readonly Lazy<List<JsonElement>> Lines = new(
        () => [.. CorpusFolder.Lines("validation/network-config-analyzer.jsonl")]);

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Math.Max(1, Lines.Value.Count))];

    [Theory]
    [MemberData(nameof(Numbers), DisableDiscoveryEnumeration = true)]
    public void The_server_and_the_reader_agree(int number)
    {
        CorpusFolder.Require();
        var line = Lines.Value[number];
        var errors = Errors(line, FieldValidation.Strict);
        var lenientErrors = Errors(line, FieldValidation.Ignore);
        var found = string.Join(
            '\n', errors.Select(error => $"{error.Location} {error.Code} {error.Path}: {error.Message}"));
        var id = line.GetProperty("id").GetString();
        switch (line.GetProperty("expect_apiserver").GetString())
        {
            case "valid":
                Assert.True(errors.Count == 0, $"{id}: {found}");
                break;
            case "unknown-field":
                Assert.True(errors.Count > 0 && lenientErrors.Count == 0, $"{id}: {found}");
                break;
            case "invalid":
                Assert.True(errors.Count > 0 && lenientErrors.Count > 0, $"{id}: {found}");
                break;
            default:
                Assert.Fail($"{id}: an expectation of another kind.");
                break;
        }
    }

    static List<Diagnostic> Errors(JsonElement line, FieldValidation validation)
    {
        var sources = line.GetProperty("manifests").EnumerateArray()
            .Select(path => path.GetString()!)
            .Select(path => new SourceText(path, File.ReadAllBytes(CorpusFolder.PathOf(path))));
        var manifests = ManifestReader.Read(sources, new ReadOptions { FieldValidation = validation });
        return [.. manifests.Diagnostics.Where(found => found.Severity == Severity.Error)];
    }
}
