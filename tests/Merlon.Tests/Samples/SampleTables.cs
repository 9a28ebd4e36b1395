using Merlon.Apis.Iptables;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies.Firewalls;
using Merlon.Questions;

namespace Merlon.Tests.Samples;

/// <summary>Every sample: what its README says in tables is what the engine says.</summary>
public sealed class SampleTables
{
    const int LeastRows = 8;

    static readonly string Folder = Path.Combine(Repository.Root, "samples");

    /// <summary>Pages to be searched for policies: what lint finds in them is held by golden outputs.</summary>
    const string Documents = "documents";

    public static TheoryData<string> Names =>
    [
        .. Directory.GetDirectories(Folder)
            .Select(path => Path.GetFileName(path)!)
            .Where(name => name != Documents)
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_row_holds(string name)
    {
        var answerer = new Answerer(WithHosts(Snapshot.From(Read(name)), name));
        var rows = SampleRow.ReadAll(File.ReadAllLines(Path.Combine(Folder, name, "README.md")));
        Assert.True(rows.Count >= LeastRows, $"{rows.Count} rows");
        var wrong = rows
            .Select(row => (Row: row, Found: Ask(answerer, row)))
            .Where(pair => pair.Found != pair.Row.Verdict)
            .Select(pair => $"{pair.Row}: found {pair.Found}")
            .ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_document_is_read(string name)
    {
        var manifests = Read(name);
        Assert.DoesNotContain(manifests.Diagnostics, diagnostic => diagnostic.Severity == Severity.Error);
        Assert.Empty(manifests.Unread);
        Assert.NotEmpty(manifests.Resources.Policies);
    }

    // The rules of all nodes, where the sample has some.
    static Snapshot WithHosts(Snapshot snapshot, string name)
    {
        var rules = Path.Combine(Folder, name, "hosts", "iptables.sh");
        if (!File.Exists(rules)) return snapshot;
        var text = IptablesReader.Read(new SourceText("iptables.sh", File.ReadAllBytes(rules)));
        Assert.DoesNotContain(text.Diagnostics, diagnostic => diagnostic.Severity == Severity.Error);
        var nodes = snapshot.Cluster.Endpoints.Where(endpoint => endpoint.Kind == EndpointKind.Node);
        return snapshot.With(
            new HostFirewalls(nodes.Select(node => KeyValuePair.Create(node.Name, text.Firewall))), []);
    }

    static ManifestSet Read(string name) => ManifestReader.Read(
        Directory.GetFiles(Path.Combine(Folder, name), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
            .Order(StringComparer.Ordinal)
            .Select(file => new SourceText(Path.GetFileName(file), File.ReadAllBytes(file))));

    static string Ask(Answerer answerer, SampleRow row)
    {
        if (answerer.Targets.Resolve(row.From, out var error) is not { } from) return error!;
        if (answerer.Targets.Resolve(row.To, out error) is not { } to) return error!;
        if (!PortQuestion.TryParse(row.Port, out var port, out error)) return error!;
        Assert.Contains('/', row.Port);
        return answerer.Answer(from, to, port!).Verdict.ToString();
    }
}
