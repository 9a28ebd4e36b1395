using System.Text.Json.Nodes;
using Merlon.Evaluation;
using Merlon.Kubernetes;
using Merlon.Linux.Tests.Nftables;
using Merlon.Manifests;
using Merlon.Nftables;
using Merlon.TestServer;

namespace Merlon.Agent.Tests.Clusters;

/// <summary>A cluster that an API server of this process has, and the way there.</summary>
sealed class TestCluster : IAsyncDisposable
{
    static readonly ServedResource[] Resources =
    [
        .. ServedResource.BuiltIn.Concat(ServedResource.Optional)
            .Where(served => WatchedResources.All.Any(watched => (watched.Group, watched.Plural) == (served.Group, served.Plural))),
    ];

    readonly string _kubeconfig = Path.Combine(Directory.CreateTempSubdirectory("merlon-agent-tests-").FullName, "config");

    bool _isLost;

    TestCluster(ApiServer server) => Server = server;

    public ApiServer Server { get; private set; }

    public static async Task<TestCluster> StartEmptyAsync() => new(await ApiServer.StartAsync());

    /// <summary>A cluster with a node and two pods on it.</summary>
    public static async Task<TestCluster> StartAsync()
    {
        var cluster = await StartEmptyAsync();
        cluster.PutAll(Worlds.Node, Worlds.Pod("web", "n1", "10.1.0.5", "web"), Worlds.Pod("db", "n1", "10.1.0.6", "db"));
        return cluster;
    }

    /// <summary>Options that make tests short: real waits, cut down.</summary>
    static WatchOptions Quick { get; } = new()
    {
        PageSize = 7,
        FirstDelay = TimeSpan.FromMilliseconds(5),
        LongestDelay = TimeSpan.FromMilliseconds(40),
        DiscoveryInterval = TimeSpan.FromMilliseconds(40),
        IdleLimit = TimeSpan.FromMilliseconds(500),
    };

    /// <summary>An agent that follows this cluster.</summary>
    public TestAgent Start(Sandbox sandbox) => new(sandbox.Namespace, new AgentOptions("n1"), FollowAsync, Wanted);

    async Task FollowAsync(NodeAgent agent, CancellationToken stop)
    {
        using var client = new KubernetesClient(Kubernetes.KubeConfig.Load(KubeConfig()).Access());
        await agent.RunAsync(new ClusterWatch(client, WatchedResources.All, Quick), stop);
    }

    /// <summary>A kubeconfig file that leads to the server, or to a relay before it.</summary>
    public string KubeConfig(Uri? address = null)
    {
        // Agents that start together read it: it is there whole, or not at all.
        var written = $"{_kubeconfig}.{Guid.NewGuid()}";
        File.WriteAllText(written, KubeConfigs.For(address ?? Server.Address));
        File.Move(written, _kubeconfig, overwrite: true);
        return _kubeconfig;
    }

    public void PutAll(params string[] objects)
    {
        foreach (var text in objects) Put(text);
    }

    public void Put(string text) => Put(JsonNode.Parse(text)!.AsObject());

    public void Put(JsonObject content)
    {
        var (resource, @namespace, name) = NameOf(content);
        Server.Store.Put(resource, @namespace, name, content);
    }

    public void Delete(string text)
    {
        var (resource, @namespace, name) = NameOf(JsonNode.Parse(text)!.AsObject());
        Server.Store.Delete(resource, @namespace, name);
    }

    /// <summary>The ruleset that a fresh look at the server's objects asks for.</summary>
    public NftTable Wanted(NftName name)
    {
        var texts = Resources.Where(IsAsked).SelectMany(Server.Store.All)
            .Select(found => new SourceText("stored", found.Json) { IsStored = true });
        var snapshot = Snapshot.From(ManifestReader.Read([.. texts]));
        return RulesetCompiler.Compile(new Evaluator(snapshot.Cluster, snapshot.Policies), "n1", name);
    }

    // Where Calico's own API is served, its storage has the same objects once more.
    bool IsAsked(ServedResource resource) => resource.Group != "crd.projectcalico.org" || !Server.Serves("projectcalico.org");

    /// <summary>The server is gone, as after a power cut.</summary>
    public ValueTask LoseServerAsync()
    {
        _isLost = true;
        return Server.DisposeAsync();
    }

    /// <summary>It comes back at the same place, with what it had.</summary>
    public async Task BringBackAsync()
    {
        _isLost = false;
        var before = Server;
        Server = await ApiServer.StartAsync(port: before.Address.Port);
        foreach (var resource in Resources)
        {
            foreach (var found in before.Store.All(resource)) Put(System.Text.Encoding.UTF8.GetString(found.Json));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isLost) await Server.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_kubeconfig)!, recursive: true);
    }

    static (ServedResource Resource, string Namespace, string Name) NameOf(JsonObject content)
    {
        var version = (string?)content["apiVersion"] ?? "v1";
        var resource = ServedResource.BuiltIn.Concat(ServedResource.Optional)
            .First(known => known.Kind == (string?)content["kind"] && (known.GroupVersion == version || content["apiVersion"] is null));
        return (resource, resource.IsNamespaced ? (string?)content["metadata"]!["namespace"] ?? "default" : "", (string)content["metadata"]!["name"]!);
    }
}
