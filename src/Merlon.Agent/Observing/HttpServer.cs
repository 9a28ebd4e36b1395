using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Merlon.Agent.Observing;

/// <summary>
/// Answers GET requests on a TCP or Unix socket, one a connection. As much of HTTP as probes, Prometheus and curl need,
/// and bounded: in the size of a request, in time, and in how many are answered at once.
/// </summary>
/// <param name="answer">Answers a path; null for none that is known.</param>
sealed class HttpServer(Func<string, CancellationToken, Task<HttpAnswer?>> answer)
{
    const int MostAtOnce = 16;
    const int LongestRequest = 8192;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Answers what comes to a listening socket, until cancelled.</summary>
    public async Task RunAsync(Socket listener, CancellationToken stop)
    {
        var room = Channel.CreateBounded<bool>(MostAtOnce);
        try
        {
            while (true)
            {
                await room.Writer.WriteAsync(true, stop);
                _ = ServeAsync(await listener.AcceptAsync(stop), room.Reader, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to end.
        }
    }

    async Task ServeAsync(Socket client, ChannelReader<bool> room, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            var found = await ReadPathAsync(stream, limit.Token) is { } path
                ? await answer(path, limit.Token) ?? HttpAnswer.NotFound("there is nothing here\n")
                : HttpAnswer.Wrong;
            var head = string.Create(
                CultureInfo.InvariantCulture,
                $"HTTP/1.1 {found.Status}\r\nContent-Type: {found.Type}\r\nContent-Length: {found.Content.Length}\r\nConnection: close\r\n\r\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), limit.Token);
            await stream.WriteAsync(found.Content, limit.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Whoever asked is gone, or too slow.
        }
        finally
        {
            room.TryRead(out _);
        }
    }

    static async Task<string?> ReadPathAsync(NetworkStream stream, CancellationToken stop)
    {
        var request = new byte[LongestRequest];
        var length = 0;
        while (!request.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            if (length == request.Length) return null;
            var read = await stream.ReadAsync(request.AsMemory(length), stop);
            if (read == 0) return null;
            length += read;
        }
        var line = Encoding.ASCII.GetString(request, 0, request.AsSpan().IndexOf("\r\n"u8));
        return line.Split(' ') is ["GET", { Length: > 0 } path, var version] && version.StartsWith("HTTP/1.", StringComparison.Ordinal)
            ? path : null;
    }
}
