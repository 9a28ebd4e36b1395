using System.Text.Json;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Questions;

namespace Merlon.Tests.Corpus;

/// <summary>
/// Every case of <c>cases/</c>: a cluster in files, and the flows that its authors expect to pass or not.
/// </summary>
public sealed class CorpusCases
{
    const string Absent = "(absent)";

    static readonly Lazy<Dictionary<string, JsonElement>> Cases = new(() => !CorpusFolder.Exists
        ? []
        : Directory.GetFiles(CorpusFolder.PathOf("cases"), "*.jsonl")
            .SelectMany(file => CorpusFolder.Lines(Path.Combine("cases", Path.GetFileName(file))))
            .ToDictionary(element => element.GetProperty("id").GetString()!));

    public static TheoryData<string> Ids => [.. Cases.Value.Keys.Order(StringComparer.Ordinal).DefaultIfEmpty(Absent)];

    [Theory]
    [MemberData(nameof(Ids), DisableDiscoveryEnumeration = true)]
    public void Every_expected_verdict_is_given(string id)
    {
        CorpusFolder.Require();
        var @case = Cases.Value[id];
        var manifests = ManifestsOf(id);
        var unsupported = manifests.Unread.Select(document => document.Kind).Distinct().ToList();
        if (unsupported.Count > 0
            && manifests.Unread.All(document => document.Reason == "of an API that is not evaluated"))
        {
            Assert.Skip($"It needs {string.Join(", ", unsupported)}, which is not evaluated yet.");
        }
        Assert.True(manifests.Unread.IsEmpty, string.Join('\n', manifests.Diagnostics));

        var answerer = new Answerer(Snapshot.From(manifests));
        var asked = Probes(@case).ToList();
        if (asked.Count == 0)
        {
            Assert.Skip("It asks nothing: its authors judge only a workload against itself or on the host network.");
        }
        var wrong = asked.Select(probe => Ask(answerer, probe)).Where(found => found is not null).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {asked.Count} differ:\n{string.Join('\n', wrong.Take(10))}");
    }

    /// <summary>The cluster of a case, read.</summary>
    public static ManifestSet ManifestsOf(string id)
    {
        var sources = Cases.Value[id].GetProperty("manifests").EnumerateArray()
            .Select(path => path.GetString()!)
            .Select(path => new SourceText(path, File.ReadAllBytes(CorpusFolder.PathOf(path))));
        return ManifestReader.Read(sources, CorpusFolder.OptionsOf(Cases.Value[id]));
    }

    static string? Ask(Answerer answerer, Probe probe)
    {
        var from = answerer.Targets.Resolve(probe.From, out var fromError);
        var to = answerer.Targets.Resolve(probe.To, out var toError);
        if (from is null || to is null) return $"{probe}: {fromError} {toError}";
        Assert.True(Protocol.TryParse(probe.Protocol, out var protocol));
        Assert.True(PortQuestion.TryCreate(probe.Port, protocol, out var port, out var portError), portError);
        var verdict = answerer.Answer(from, to, port!).Verdict;
        return verdict == (probe.Allowed ? Verdict.Allow : Verdict.Deny) ? null : $"{probe}: {verdict}";
    }

    sealed record Probe(string From, string To, string Port, string Protocol, bool Allowed);

    static IEnumerable<Probe> Probes(JsonElement @case)
    {
        foreach (var probe in List(@case, "probes"))
        {
            // Questions about options that an engine may set either way, marked so by whoever collected them.
            if (probe.TryGetProperty("loopback", out _) || probe.TryGetProperty("node_local", out _)
                || probe.TryGetProperty("disputed", out _))
            {
                continue;
            }
            yield return new Probe(
                Text(probe, "from"),
                Text(probe, "to"),
                probe.GetProperty("port").ToString(),
                Text(probe, "protocol"),
                Text(probe, "expect") == "allow");
        }
        foreach (var matrix in List(@case, "matrices"))
        {
            var from = Names(matrix, "from");
            var to = Names(matrix, "to");
            var rows = List(matrix, "rows").Select(row => row.GetString()!).ToList();
            for (var i = 0; i < from.Count; i++)
            {
                for (var j = 0; j < to.Count; j++)
                {
                    if (rows[i][j] == '-' || from[i] == to[j]) continue;
                    yield return new Probe(
                        from[i],
                        to[j],
                        matrix.GetProperty("port").ToString(),
                        Text(matrix, "protocol"),
                        rows[i][j] == '.');
                }
            }
        }
    }

    static List<string> Names(JsonElement matrix, string side) =>
        [.. List(matrix, matrix.TryGetProperty(side, out _) ? side : "pods").Select(name => name.GetString()!)];

    static List<JsonElement> List(JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) ? [.. list.EnumerateArray()] : [];

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
