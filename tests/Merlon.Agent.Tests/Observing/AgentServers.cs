using System.Net.Sockets;
using System.Text;
using Merlon.Agent.Observing;
using Merlon.Agent.Tests.Clusters;
using Merlon.Linux.Tests.Nftables;
using Merlon.TestServer;

namespace Merlon.Agent.Tests.Observing;

/// <summary>What others see of an agent.</summary>
public sealed class AgentServers : IAsyncLifetime
{
    readonly Sandbox _sandbox = new();
    readonly string _socket = Path.Combine(Directory.CreateTempSubdirectory("merlon-agent-tests-").FullName, "agent.sock");
    readonly CancellationTokenSource _stop = new();
    TestCluster _cluster = null!;
    TestAgent _agent = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync();
        _cluster.Put(Worlds.Allow("db", "db", "web"));
    }

    [Fact]
    public async Task Readiness_means_that_the_kernel_has_what_is_wanted()
    {
        _cluster.Server.Faults = request => request.Resource?.Plural == "networkpolicies" ? new Fault.Answer(500) : null;
        Start();
        _agent.Await(() => _cluster.Server.Requests.Any(request => request is { Resource.Plural: "pods", IsWatch: true }));
        Assert.StartsWith("HTTP/1.1 503 Service Unavailable", await GetAsync("/readyz"), StringComparison.Ordinal);
        Assert.Contains("\r\n\r\nnot everything is known yet\n", await GetAsync("/readyz"), StringComparison.Ordinal);
        _agent.Await(() => GetAsync("/readyz").Result.Contains("networkpolicies.networking.k8s.io cannot be read: ", StringComparison.Ordinal));
        Assert.StartsWith("HTTP/1.1 200 OK", await GetAsync("/healthz"), StringComparison.Ordinal);
        _cluster.Server.Faults = _ => null;
        _agent.Await(() => _agent.Report.IsReady);
        Assert.StartsWith("HTTP/1.1 200 OK", await GetAsync("/readyz"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_in_the_format_of_Prometheus()
    {
        Start();
        _agent.AwaitInForce();
        _agent.Await(() => _agent.Report.IsReady);
        var text = (await GetAsync("/metrics")).Split("\r\n\r\n")[1];
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Matches(@"^(# (HELP|TYPE) [a-z_]+ \S.*|[a-z_]+(\{([a-z]+=""[^""]*"",?)+\})? -?\d+(\.\d+)?)$", line));
        Assert.Contains("merlon_ready 1", lines);
        Assert.Contains("merlon_active_local_endpoints 2", lines);
        Assert.Contains("merlon_active_policies 1", lines);
        Assert.Contains("merlon_api_synced{resource=\"pods\"} 1", lines);
        // Every sample belongs to a metric that says what it is.
        var named = lines.Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToList();
        Assert.Equal(named.Count, named.Distinct().Count());
        Assert.All(lines.Where(line => line[0] != '#'), line => Assert.Contains(named, name => line.StartsWith(name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_objects_that_an_agent_knows_can_be_asked_for()
    {
        Start();
        _agent.AwaitInForce();
        var lines = (await GetAsync("/objects")).Split("\r\n\r\n")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.Contains(lines, line => line.Contains("shop/db\t{", StringComparison.Ordinal));
    }

    [Fact]
    public void I_can_ask_the_running_agent()
    {
        Start();
        _agent.AwaitInForce();
        _agent.Await(() => _agent.Report.IsReady);
        using (var explain = new AgentProgram(_sandbox.Namespace, "explain", $"--live={_socket}", "--from", "shop/db", "--to", "shop/web", "--port", "80"))
        {
            Assert.Equal(0, explain.AwaitExit());
            Assert.Contains("ALLOWED", explain.Log, StringComparison.Ordinal);
        }
        using (var denied = new AgentProgram(_sandbox.Namespace, "explain", $"--live={_socket}", "--from", "10.9.9.9", "--to", "shop/db", "--port", "80"))
        {
            Assert.Equal(1, denied.AwaitExit());
            Assert.Contains("shop/db", denied.Log, StringComparison.Ordinal);
        }
        _cluster.Put("""{"kind": "Service", "metadata": {"name": "front", "namespace": "shop"}, "spec": {"clusterIP": "10.96.0.9", "selector": {"app": "web"}, "ports": [{"port": 443, "targetPort": 80}]}}""");
        _agent.Await(() => GetAsync("/objects").Result.Contains("services/shop/front", StringComparison.Ordinal));
        using (var service = new AgentProgram(_sandbox.Namespace, "explain", $"--live={_socket}", "--from", "shop/db", "--to", "svc/shop/front", "--port", "443"))
        {
            Assert.Equal(0, service.AwaitExit());
            Assert.Contains("shop/web", service.Log, StringComparison.Ordinal);
        }
        using (var status = new AgentProgram(_sandbox.Namespace, "agent", "status", "--socket", _socket))
        {
            Assert.Equal(0, status.AwaitExit());
            Assert.Contains("enforcing 2 pods, 1 policies, 1 tiers", status.Log, StringComparison.Ordinal);
        }
        using var nobody = new AgentProgram(_sandbox.Namespace, "agent", "status", "--socket", $"{_socket}.none");
        Assert.Equal(2, nobody.AwaitExit());
        Assert.Contains("merlon: no agent answers at ", nobody.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task I_can_ask_the_running_agent_about_its_host()
    {
        _cluster.Server.Install("projectcalico.org");
        _cluster.PutAll(
            """{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1"}, "status": {"addresses": [{"type": "InternalIP", "address": "192.0.2.11"}]}}""",
            """{"apiVersion": "projectcalico.org/v3", "kind": "HostEndpoint", "metadata": {"name": "own"}, "spec": {"node": "n1", "interfaceName": "*", "expectedIPs": ["192.0.2.11"]}}""",
            """{"apiVersion": "projectcalico.org/v3", "kind": "FelixConfiguration", "metadata": {"name": "default"}, "spec": {"failsafeInboundHostPorts": [{"protocol": "TCP", "port": 2222}]}}""");
        Start();
        _agent.AwaitInForce();
        _agent.Await(() => _agent.Report.IsReady);
        foreach (var (port, exitCode, reason) in new[] { ("2222", 0, "failsafe"), ("22", 1, "HostEndpoint own") })
        {
            using var explain = new AgentProgram(_sandbox.Namespace, "explain", $"--live={_socket}", "--from", "203.0.113.7", "--to", "node/n1", "--port", port);
            Assert.Equal(exitCode, explain.AwaitExit());
            Assert.Contains(reason, explain.Log, StringComparison.Ordinal);
        }
        using (var status = new AgentProgram(_sandbox.Namespace, "agent", "status", "--socket", _socket))
        {
            Assert.Equal(0, status.AwaitExit());
            Assert.Contains("enforcing 2 pods, 1 host endpoints, ", status.Log, StringComparison.Ordinal);
        }
        Assert.Contains("merlon_active_host_endpoints 1\n", await GetAsync("/metrics"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST /metrics HTTP/1.1\r\n\r\n", "HTTP/1.1 400 Bad Request")]
    [InlineData("nonsense\r\n\r\n", "HTTP/1.1 400 Bad Request")]
    [InlineData("GET /nowhere HTTP/1.1\r\n\r\n", "HTTP/1.1 404 Not Found")]
    public async Task Other_requests_are_turned_away(string request, string answer)
    {
        Start();
        Assert.StartsWith(answer, await AskAsync(request), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _agent.DisposeAsync();
        await _cluster.DisposeAsync();
        _sandbox.Dispose();
        _stop.Dispose();
        Directory.Delete(Path.GetDirectoryName(_socket)!, recursive: true);
    }

    void Start()
    {
        _agent = _cluster.Start(_sandbox);
        _ = new AgentServer(_agent.Agent, TimeProvider.System).ListenAsync(_socket, _stop.Token);
    }

    Task<string> GetAsync(string path) => AskAsync($"GET {path} HTTP/1.1\r\nHost: agent\r\n\r\n");

    async Task<string> AskAsync(string request)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socket), _stop.Token);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), _stop.Token);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(_stop.Token);
    }
}
