using System.Diagnostics;
using System.Net.Sockets;
using Merlon.Linux.Namespaces;

namespace Merlon.Agent.Tests.Clusters;

/// <summary>The program as one node of a cluster runs it, with its own way to the API server and its own socket.</summary>
sealed class NodeProgram : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly string _folder = Directory.CreateTempSubdirectory("merlon-node-").FullName;
    readonly Relay _relay;
    readonly AgentProgram _program;

    /// <param name="netns">The network of the node.</param>
    /// <param name="node">Its name.</param>
    /// <param name="server">Where the API server is, at the time.</param>
    /// <param name="program">The program's file; null for the one that was built with this.</param>
    public NodeProgram(NetworkNamespace netns, string node, Func<Uri> server, string? program = null)
    {
        _relay = new Relay(netns, server);
        var config = Path.Combine(_folder, "config");
        File.WriteAllText(config, KubeConfigs.For(_relay.Address));
        _program = new AgentProgram(
            program ?? Path.Combine(AppContext.BaseDirectory, "Merlon.Cli"),
            netns,
            ["agent", "--node", node, "--kubeconfig", config, "--listen", "none", "--socket", Socket]);
    }

    public string Log => _program.Log;

    string Socket => Path.Combine(_folder, "agent.sock");

    /// <summary>Waits until it guards its node as it should.</summary>
    public async Task AwaitReadyAsync()
    {
        for (var time = Stopwatch.StartNew(); !await IsReadyAsync(); await Task.Delay(20))
        {
            if (time.Elapsed > Patience) throw new InvalidOperationException($"It does not become ready.\n{Log}");
        }
    }

    /// <summary>Kills it without a word of warning.</summary>
    public void Kill() => _program.Kill();

    /// <summary>Asks it to end, and returns its exit code.</summary>
    public int Terminate() => _program.Terminate();

    public async ValueTask DisposeAsync()
    {
        _program.Dispose();
        await _relay.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    async Task<bool> IsReadyAsync()
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, stop) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler);
        try
        {
            using var answer = await client.GetAsync(new Uri("http://agent/readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }
}
