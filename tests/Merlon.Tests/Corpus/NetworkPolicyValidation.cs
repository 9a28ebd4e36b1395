using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Tests.Corpus;

/// <summary>Verdicts of a real API server on variants of NetworkPolicy: accepted, or the fields at fault.</summary>
public sealed partial class NetworkPolicyValidation
{
    static readonly Lazy<List<JsonElement>> Lines = new(
        () => [.. CorpusFolder.Lines("validation/networkpolicy-v1.jsonl")]);

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Math.Max(1, Lines.Value.Count))];

    [Theory]
    [MemberData(nameof(Numbers), DisableDiscoveryEnumeration = true)]
    public void The_server_and_the_reader_agree(int number)
    {
        CorpusFolder.Require();
        var line = Lines.Value[number];
        var manifests = Read(line.GetProperty("object"));
        var faults = manifests.Diagnostics.Where(found => found.Severity == Severity.Error).ToList();
        var found = string.Join('\n', faults.Select(fault => $"{fault.Code} {fault.Path}: {fault.Message}"));
        var accepted = line.GetProperty("accepted").GetBoolean();
        Assert.True(accepted == (manifests.Resources.Policies.Length == 1), $"{line.GetProperty("id")}: {found}");
        if (accepted) return;
        var expected = ExpectedFields(line).Order(StringComparer.Ordinal).ToList();
        if (expected.Count > 0)
        {
            Assert.Equal(expected, faults.Select(fault => fault.Path).Distinct().Order(StringComparer.Ordinal));
        }
        else
        {
            Assert.Contains(faults, fault => fault.Code == DiagnosticCodes.FieldType);
        }
    }

    [Theory]
    [MemberData(nameof(Numbers), DisableDiscoveryEnumeration = true)]
    public void They_agree_where_the_server_drops_unknown_fields(int number)
    {
        CorpusFolder.Require();
        var line = Lines.Value[number];
        var manifests = Read(line.GetProperty("object"), FieldValidation.Ignore);
        Assert.Equal(line.GetProperty("accepted_lenient").GetBoolean(), manifests.Resources.Policies.Length == 1);
    }

    [Fact]
    public void All_recorded_lines_are_there()
    {
        CorpusFolder.Require();
        Assert.Equal(217, Lines.Value.Count);
    }

    // A refusal while decoding strictly names the unknown field in its message only.
    static IEnumerable<string> ExpectedFields(JsonElement line)
    {
        if (line.TryGetProperty("causes", out var causes) && causes.GetArrayLength() > 0)
        {
            return causes.EnumerateArray().Select(cause => cause.GetProperty("field").GetString()!).Distinct();
        }
        return UnknownField().Matches(line.GetProperty("message").GetString()!).Select(match => match.Groups[1].Value);
    }

    static ManifestSet Read(JsonElement policy, FieldValidation validation = FieldValidation.Strict) =>
        ManifestReader.Read(
            [new SourceText("policy.json", Encoding.UTF8.GetBytes(policy.GetRawText()))],
            new ReadOptions { FieldValidation = validation });

    [GeneratedRegex("unknown field \"([^\"]+)\"")]
    private static partial Regex UnknownField();
}
