using System.Net.Sockets;

namespace Merlon.Cli.Input;

/// <summary>Asks the agent that runs on this machine.</summary>
static class AgentSocket
{
    /// <summary>Where an agent listens unless it is told otherwise.</summary>
    public const string DefaultPath = "/run/merlon/agent.sock";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What the agent answers; null where none does, which has been told on standard error.</summary>
    public static byte[]? Get(string socket, string path, Terminal terminal)
    {
        using var handler = new SocketsHttpHandler { ConnectCallback = (_, stop) => ConnectAsync(socket, stop) };
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var answer = client.GetAsync($"http://agent{path}").GetAwaiter().GetResult();
            var content = answer.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
            if (answer.IsSuccessStatusCode) return content;
            terminal.Fail(System.Text.Encoding.UTF8.GetString(content).Trim());
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            terminal.Fail($"no agent answers at {socket}: {(e.InnerException ?? e).Message}");
        }
        return null;
    }

    static async ValueTask<Stream> ConnectAsync(string path, CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
