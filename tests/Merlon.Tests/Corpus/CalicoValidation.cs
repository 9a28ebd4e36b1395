using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Tests.Corpus;

/// <summary>Verdicts of a real API server with Calico's CRDs on variants of its objects.</summary>
public sealed partial class CalicoValidation
{
    // What the schema of the CRDs does not look at, and Calico's own server does.
    static readonly DiagnosticCode[] BeyondTheSchema = [DiagnosticCodes.CalicoReject, DiagnosticCodes.CalicoFamily];

    static readonly Lazy<Dictionary<string, JsonElement>> Lines = new(() =>
        CorpusFolder.Lines("validation/calico-v3.jsonl").ToDictionary(line => line.GetProperty("id").GetString()!));

    public static TheoryData<string> Ids => [.. Lines.Value.Keys.DefaultIfEmpty("(absent)")];

    [Theory]
    [MemberData(nameof(Ids), DisableDiscoveryEnumeration = true)]
    public void The_server_and_the_reader_agree(string id)
    {
        CorpusFolder.Require();
        var line = Lines.Value[id];
        var manifests = ManifestReader.Read(
            [new SourceText("object.json", Encoding.UTF8.GetBytes(line.GetProperty("object").GetRawText()))]);
        Assert.DoesNotContain(manifests.Diagnostics, found => found.Code == DiagnosticCodes.ApiUnsupported);
        var faults = manifests.Diagnostics
            .Where(found => found.Severity == Severity.Error && !BeyondTheSchema.Contains(found.Code))
            .ToList();
        Assert.Equal(
            ExpectedFields(line).Order(StringComparer.Ordinal),
            faults.Select(fault => fault.Path).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(line.GetProperty("accepted").GetBoolean(), faults.Count == 0);
    }

    [Fact]
    public void All_recorded_lines_are_there()
    {
        CorpusFolder.Require();
        Assert.Equal(125, Lines.Value.Count);
    }

    // A refusal while decoding names the unknown fields in its message; a cause without field says that rules were
    // not looked at.
    static IEnumerable<string> ExpectedFields(JsonElement line)
    {
        if (line.GetProperty("accepted").GetBoolean()) return [];
        if (line.TryGetProperty("causes", out var causes) && causes.GetArrayLength() > 0)
        {
            return causes.EnumerateArray()
                .Select(cause => cause.GetProperty("field").GetString()!)
                .Where(field => field != "<nil>")
                .Distinct();
        }
        return UnknownField().Matches(line.GetProperty("message").GetString()!).Select(match => match.Groups[1].Value);
    }

    [GeneratedRegex("unknown field \"([^\"]+)\"")]
    private static partial Regex UnknownField();
}
