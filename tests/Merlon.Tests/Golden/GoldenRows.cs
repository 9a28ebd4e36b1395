using System.Text;
using System.Text.RegularExpressions;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Questions;

namespace Merlon.Tests.Golden;

/// <summary>Rows of policies and flows with verdicts that were checked by independent means.</summary>
public sealed partial class GoldenRows
{
    static readonly string[] Files = ["NetworkPolicyRows.txt", "ClusterPolicyRows.txt", "CalicoRows.txt"];

    static readonly Dictionary<string, string[]> Rows = Files
        .SelectMany(file => File.ReadLines(Path.Combine(Repository.Root, "tests/Merlon.Tests/Golden", file)))
        .Where(line => !line.StartsWith('#'))
        .Select(line => line.Split(" ¦ "))
        .ToDictionary(cells => cells[0]);

    public static TheoryData<string> Ids => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_flow_of_the_row_has_its_verdict(string id)
    {
        var row = Rows[id];
        var manifests = ManifestReader.Read(
        [
            new SourceText("cluster.yaml", Encoding.UTF8.GetBytes(GoldenCluster.AllManifests)),
            new SourceText("policies.json", Encoding.UTF8.GetBytes(GoldenNotation.Policies(row[1]))),
        ], new ReadOptions { FieldValidation = HasUnknownPeer(row[1]) ? FieldValidation.Stored : FieldValidation.Strict });
        Assert.True(manifests.Unread.IsEmpty, string.Join('\n', manifests.Diagnostics));
        var answerer = new Answerer(Snapshot.From(manifests));
        var flows = row[2].Split(';', StringSplitOptions.TrimEntries);
        var wrong = flows.Select(flow => Ask(answerer, flow)).Where(found => found is not null);
        Assert.Empty(wrong);
    }

    [Fact]
    public void All_rows_are_there() => Assert.Equal(75 + 22 + 26, Rows.Count);

    // Only a server that is newer than this program can have stored one.
    static bool HasUnknownPeer(string policies) => policies.Contains("({})", StringComparison.Ordinal);

    static string? Ask(Answerer answerer, string text)
    {
        var flow = FlowForm().Match(text);
        Assert.True(flow.Success, text);
        var to = flow.Groups["to"].Value;
        var isService = to.StartsWith("svc ", StringComparison.Ordinal);
        var from = answerer.Targets.Resolve(NodeOr(flow.Groups["from"].Value), out var fromError);
        var target = answerer.Targets.Resolve(
            isService ? to.Replace("svc ", "svc/", StringComparison.Ordinal) : NodeOr(to), out var toError);
        Assert.True(from is not null && target is not null, fromError ?? toError);
        var protocol = flow.Groups["protocol"].Success ? flow.Groups["protocol"].Value : "TCP";
        var portText =
            flow.Groups["icmp"].Success ? "icmp" : isService ? "80" : $"{flow.Groups["port"].Value}/{protocol}";
        Assert.True(PortQuestion.TryParse(portText, out var port, out var portError), portError);
        // Flows are IPv4 unless they say v6.
        IpFamily? family = flow.Groups["v6"].Success ? IpFamily.IPv6 : IpFamily.IPv4;
        var expected = flow.Groups["verdict"].Value == "A" ? Verdict.Allow : Verdict.Deny;
        var verdict = answerer.Answer(from, target, port!, family).Verdict;
        return verdict == expected ? null : $"{text}: {verdict}";
    }

    static string NodeOr(string name) => name is "n1" or "n2" ? $"node/{name}" : name;

    [GeneratedRegex(
        @"^(?<from>[^→]+)→(?<to>svc \S+|[0-9a-f:]+:[0-9a-f:]*:[0-9a-f]*(?=:\d+ )|[^: ]+?)(?::(?<port>\d+)(?:/(?<protocol>[A-Z]+))?)?(?<icmp> ICMP8)?(?<v6> v6)? (?<verdict>[AD])$")]
    private static partial Regex FlowForm();
}
