using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Tests.Corpus;

/// <summary>
/// Verdicts of a real API server, with the CRD of the experimental channel, on variants of ClusterNetworkPolicy:
/// accepted, or the fields at fault.
/// </summary>
public sealed partial class ClusterNetworkPolicyValidation
{
    static readonly Lazy<List<JsonElement>> Lines = new(
        () => [.. CorpusFolder.Lines("validation/clusternetworkpolicy-v1alpha2.jsonl")]);

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Math.Max(1, Lines.Value.Count))];

    [Theory]
    [MemberData(nameof(Numbers), DisableDiscoveryEnumeration = true)]
    public void The_server_and_the_reader_agree(int number)
    {
        CorpusFolder.Require();
        var line = Lines.Value[number];
        var text = Encoding.UTF8.GetBytes(line.GetProperty("object").GetRawText());
        var manifests = ManifestReader.Read([new SourceText("policy.json", text)]);
        var faults = manifests.Diagnostics.Where(found => found.Severity == Severity.Error).ToList();
        var found = string.Join('\n', faults.Select(fault => $"{fault.Code} {fault.Path}: {fault.Message}"));
        var accepted = line.GetProperty("accepted").GetBoolean();
        Assert.True(accepted == (manifests.Resources.Policies.Length == 1), $"{line.GetProperty("id")}: {found}");
        Assert.Equal(
            accepted ? [] : ExpectedFields(line).Order(StringComparer.Ordinal),
            faults.Select(fault => fault.Path).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_recorded_lines_are_there()
    {
        CorpusFolder.Require();
        Assert.Equal(123, Lines.Value.Count);
    }

    // A refusal while decoding strictly names the unknown field in its message only; that checks were left out is no
    // fault of a field.
    static IEnumerable<string> ExpectedFields(JsonElement line) =>
        line.TryGetProperty("causes", out var causes) && causes.GetArrayLength() > 0
            ? causes.EnumerateArray()
                .Select(cause => cause.GetProperty("field").GetString()!)
                .Where(field => field != "<nil>")
                .Distinct()
            : UnknownField().Matches(line.GetProperty("message").GetString()!).Select(match => match.Groups[1].Value);

    [GeneratedRegex("unknown field \"([^\"]+)\"")]
    private static partial Regex UnknownField();
}
