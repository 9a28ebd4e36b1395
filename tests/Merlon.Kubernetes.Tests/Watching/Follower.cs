using System.Text;
using Merlon.Kubernetes.Access;
using Merlon.TestServer;

namespace Merlon.Kubernetes.Tests.Watching;

/// <summary>Watches a server and keeps what the changes lead to.</summary>
sealed class Follower : IAsyncDisposable
{
    readonly CancellationTokenSource _stop = new();
    readonly KubernetesClient _client;
    readonly Dictionary<ApiResource, Dictionary<string, string>> _state = [];
    readonly Lock _lock = new();
    readonly Task _running;
    readonly Task _following;

    public Follower(ApiServer server, IEnumerable<ApiResource> resources, WatchOptions? options = null)
        : this(new ClusterAccess(server.Address, CredentialSource.Fixed(Credential.None)), resources, options)
    {
    }

    public Follower(ClusterAccess access, IEnumerable<ApiResource> resources, WatchOptions? options = null)
    {
        _client = new KubernetesClient(access);
        Watch = new ClusterWatch(_client, resources, options ?? Quick);
        _running = Watch.RunAsync(_stop.Token);
        _following = FollowAsync();
    }

    /// <summary>Options that make tests short: real waits, cut down.</summary>
    public static WatchOptions Quick { get; } = new()
    {
        PageSize = 7,
        FirstDelay = TimeSpan.FromMilliseconds(5),
        LongestDelay = TimeSpan.FromMilliseconds(40),
        DiscoveryInterval = TimeSpan.FromMilliseconds(40),
        IdleLimit = TimeSpan.FromMilliseconds(500),
        Seed = 1,
    };

    public ClusterWatch Watch { get; }

    /// <summary>Everything that came, in order.</summary>
    public List<ObjectChange> Changes { get; } = [];

    /// <summary>Waits until the watch has led to what the server has.</summary>
    public async Task AgreesAsync(ApiServer server)
    {
        for (var patience = Patience(); !Agrees(server); await Task.Delay(10))
        {
            if (patience.IsCancellationRequested)
            {
                Assert.Fail($"The states differ:\n{Describe(server)}\n{string.Join('\n', Watch.States)}");
            }
        }
    }

    /// <summary>Waits for something that has to happen some day.</summary>
    public static async Task BecomesTrueAsync(Func<bool> condition, string what)
    {
        for (var patience = Patience(); !condition(); await Task.Delay(5))
        {
            if (patience.IsCancellationRequested) Assert.Fail($"This did not become true: {what}");
        }
    }

    public IReadOnlyDictionary<string, string> StateOf(ApiResource resource)
    {
        lock (_lock) return _state.GetValueOrDefault(resource)?.ToDictionary() ?? [];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _following;
        _client.Dispose();
        _stop.Dispose();
    }

    static CancellationToken Patience() => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    bool Agrees(ApiServer server) => Watch.States.All(state =>
        state.IsSynced && server.NamesOf(state.Resource).SetEquals(StateOf(state.Resource).Values));

    string Describe(ApiServer server) => string.Join('\n', Watch.States.Select(state =>
        $"{state.Resource}: server only {string.Join(' ', server.NamesOf(state.Resource).Except(StateOf(state.Resource).Values).Take(5))}; "
        + $"watch only {string.Join(' ', StateOf(state.Resource).Values.Except(server.NamesOf(state.Resource)).Take(5))}"));

    async Task FollowAsync()
    {
        await foreach (var change in Watch.Changes.ReadAllAsync())
        {
            lock (_lock)
            {
                Changes.Add(change);
                Apply(change);
            }
        }
    }

    void Apply(ObjectChange change)
    {
        if (!_state.TryGetValue(change.Resource, out var objects)) _state[change.Resource] = objects = [];
        switch (change)
        {
            case ObjectChange.Put put:
                objects[$"{put.Namespace}/{put.Name}"] = Text(put);
                break;
            case ObjectChange.Gone gone:
                objects.Remove($"{gone.Namespace}/{gone.Name}");
                break;
            case ObjectChange.Relisted list:
                objects.Clear();
                foreach (var put in list.All) objects.Add($"{put.Namespace}/{put.Name}", Text(put));
                break;
            case ObjectChange.Absent:
                objects.Clear();
                break;
            default:
                throw new InvalidOperationException($"{change.GetType()}");
        }
    }

    static string Text(ObjectChange.Put put) => $"{put.Namespace}/{put.Name} {put.Uid} {LabelsOf(put)}";

    static string LabelsOf(ObjectChange.Put put) =>
        System.Text.Json.Nodes.JsonNode.Parse(Encoding.UTF8.GetString(put.Json.Span))?["metadata"]?["labels"]?.ToJsonString()
            ?? "";
}
