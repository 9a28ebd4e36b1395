using Merlon.Agent.Tests.Clusters;
using Merlon.Lab;
using Merlon.Lab.Planning;
using Merlon.Lab.State;
using Merlon.Linux.Namespaces;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Tests.Corpus;

namespace Merlon.Agent.Tests.Labs;

/// <summary>
/// The third-party cases as labs with the program on each node, a process of its own that knows nothing but what an API
/// server tells it: packets do what the model says. A fixed part of them always, all of them with MERLON_TEST_ALL=1.
/// </summary>
public sealed class AgentLabs : IDisposable
{
    /// <summary>Of so many cases, one is always asked.</summary>
    const int Stride = 150;

    readonly LabFolder _folder = new(Directory.CreateTempSubdirectory("merlon-agent-labs-").FullName);

    [Theory]
    [InlineData(LabNetwork.Routed)]
    [InlineData(LabNetwork.Bridge)]
    public async Task Every_packet_of_every_case_does_what_the_model_says(LabNetwork network)
    {
        Linux.Tests.Root.Require();
        CorpusFolder.Require();
        var all = Environment.GetEnvironmentVariable("MERLON_TEST_ALL") == "1";
        var (labs, packets) = (0, 0);
        var wrong = new List<string>();
        foreach (var (id, input) in Cases().Where((_, index) => all || index % Stride == 0))
        {
            var snapshot = Snapshot.From(ManifestReader.Read(input.Sources, input.Options));
            if (!snapshot.Unread.IsEmpty || !CanBeStored(input)) continue;
            try
            {
                var results = await ProbeAsync(input, snapshot, new LabOptions { Network = network });
                labs++;
                packets += results.Length;
                wrong.AddRange(results.Where(result => !result.IsAsPredicted).Select(result => $"{id}: {result}"));
            }
            catch (InvalidOperationException e)
            {
                wrong.Add($"{id}: {e.Message}");
            }
        }
        TestContext.Current.SendDiagnosticMessage($"{network}: {labs} labs, {packets} packets, {wrong.Count} disagreements");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {packets} differ:\n{string.Join('\n', wrong.Take(20))}");
        Assert.NotEqual(0, packets);
    }

    [Theory]
    [InlineData(LabNetwork.Routed)]
    [InlineData(LabNetwork.Bridge)]
    public async Task Host_policies_of_all_four_flavours_hold_on_every_node(LabNetwork network)
    {
        Linux.Tests.Root.Require();
        var folder = Path.Combine(Merlon.Tests.Repository.Root, "samples", "host-endpoints");
        var input = new LabInput(
            [.. Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(file => new SourceText(Path.GetFileName(file), File.ReadAllBytes(file)))],
            ReadOptions.Default);
        var results = await ProbeAsync(input, Snapshot.From(ManifestReader.Read(input.Sources, input.Options)), new LabOptions
        {
            Network = network,
            Ports =
            [
                new ProbePort(Protocol.Tcp, 22), new ProbePort(Protocol.Tcp, 5432), new ProbePort(Protocol.Tcp, 9001),
                new ProbePort(Protocol.Tcp, 10250), new ProbePort(Protocol.Tcp, 30080), new ProbePort(Protocol.Udp, 9001),
            ],
            Outside = [IpAddress.Parse("203.0.113.66"), IpAddress.Parse("203.0.113.7")],
        });
        Assert.All(results, result => Assert.True(result.IsAsPredicted, $"{result}"));
        var toHosts = results.Where(result => result.Probe.To.Kind == PlaceKind.Node).ToLookup(result => result.HasArrived);
        Assert.NotEmpty(toHosts[true]);
        Assert.NotEmpty(toHosts[false]);
    }

    public void Dispose()
    {
        foreach (var state in _folder.All()) Lab.Lab.Remove(_folder, state);
        Directory.Delete(_folder.Path, recursive: true);
    }

    async Task<System.Collections.Immutable.ImmutableArray<Lab.Probing.ProbeResult>> ProbeAsync(LabInput input, Snapshot snapshot, LabOptions options)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var cluster = await TestCluster.StartEmptyAsync();
        var policies = ClusterObjects.Policies(input.Sources).ToList();
        foreach (var apiGroup in policies.Select(policy => $"{policy["apiVersion"]}".Split('/')[0]).Distinct(StringComparer.Ordinal)) cluster.Server.Install(apiGroup);
        var lab = Lab.Lab.Build(_folder, input, snapshot, options, staysUp: false, stop);
        // The nodes' own address translation: rulesets are for the agents to load.
        lab.Enforce([]);
        foreach (var content in ClusterObjects.Of(lab.Plan.Evaluator.Cluster).Concat(policies)) cluster.Put(content);
        var agents = new List<NodeProgram>();
        try
        {
            foreach (var node in lab.Plan.Nodes)
            {
                using var netns = NetworkNamespace.OpenNamed(lab.NetnsOf(node));
                agents.Add(new NodeProgram(netns, node.Node ?? node.Name, () => cluster.Server.Address));
            }
            foreach (var agent in agents) await agent.AwaitReadyAsync();
            return lab.Probe(_ => { }, stop);
        }
        finally
        {
            foreach (var agent in agents) await agent.DisposeAsync();
            lab.Remove();
        }
    }

    // Version 1 of Calico's API lives in no API server.
    static bool CanBeStored(LabInput input) => input.Sources
        .SelectMany(ClusterObjects.Documents)
        .All(document => (string?)document["kind"] is not ("policy" or "tier"));

    // Cases that ask other questions of the same files are one lab.
    static IEnumerable<(string Id, LabInput Input)> Cases() =>
        Directory.GetFiles(CorpusFolder.PathOf("cases"), "*.jsonl")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => CorpusFolder.Lines(Path.Combine("cases", Path.GetFileName(file))))
            .Select(line => (
                Id: line.GetProperty("id").GetString() ?? "",
                Files: line.GetProperty("manifests").EnumerateArray().Select(file => file.GetString() ?? "").ToList()))
            .DistinctBy(@case => string.Join(' ', @case.Files))
            .Select(@case => (@case.Id, new LabInput(
                [.. @case.Files.Select(file => new SourceText(file, File.ReadAllBytes(CorpusFolder.PathOf(file))))],
                ReadOptions.Default)));
}
