using System.Net;
using System.Net.Sockets;

namespace Merlon.Agent.Observing;

/// <summary>
/// Lets others see how an agent fares: <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c> on a TCP port, and on a Unix
/// socket that only root can open <c>/status</c> and <c>/objects</c> as well.
/// </summary>
public sealed class AgentServer(NodeAgent agent, TimeProvider time)
{
    /// <summary>A loop that did not turn for so long hangs.</summary>
    static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(60);

    /// <summary>Answers on a TCP port, until cancelled.</summary>
    /// <exception cref="SocketException">The address is taken, or is not here.</exception>
    public Task ListenAsync(IPEndPoint address, CancellationToken stop)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        return ListenAsync(listener, address, new HttpServer((path, _) => Task.FromResult(AnswerAnyone(path))), stop);
    }

    /// <summary>Answers on a Unix socket, in place of one that was left there, until cancelled.</summary>
    /// <exception cref="SocketException">It cannot be made.</exception>
    /// <exception cref="IOException">Its folder cannot be made.</exception>
    public Task ListenAsync(string path, CancellationToken stop)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/");
        File.Delete(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var running = ListenAsync(listener, new UnixDomainSocketEndPoint(path), new HttpServer(AnswerRootAsync), stop);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return running;
    }

    static Task ListenAsync(Socket listener, EndPoint address, HttpServer server, CancellationToken stop)
    {
        try
        {
            listener.Bind(address);
            listener.Listen();
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }
        return RunAsync();

        async Task RunAsync()
        {
            using (listener) await server.RunAsync(listener, stop);
        }
    }

    HttpAnswer? AnswerAnyone(string path) => path switch
    {
        "/healthz" or "/livez" => Health(),
        "/readyz" => Readiness(),
        "/metrics" => new HttpAnswer("200 OK", "text/plain; version=0.0.4; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(AgentMetrics.Write(agent, time))),
        _ => null,
    };

    async Task<HttpAnswer?> AnswerRootAsync(string path, CancellationToken stop) => path switch
    {
        "/status" => HttpAnswer.Json(StatusJson.Write(agent, time)),
        "/objects" => await agent.ReadObjectsAsync(stop) is { } lines
            ? new HttpAnswer("200 OK", "text/plain; charset=utf-8", lines)
            : HttpAnswer.NotFound("this agent follows a folder of manifests: ask about that\n"),
        _ => AnswerAnyone(path),
    };

    HttpAnswer Health()
    {
        var silent = time.GetUtcNow() - agent.Report.LastTurn;
        return silent < LongestTurn ? HttpAnswer.Text("ok\n") : HttpAnswer.Text($"the loop did not turn for {silent.TotalSeconds:0} s\n", isGood: false);
    }

    HttpAnswer Readiness()
    {
        var report = agent.Report;
        if (report.IsReady) return HttpAnswer.Text("ok\n");
        var reasons = report.Troubles.AsEnumerable();
        if (!report.IsSynced) reasons = reasons.Prepend("not everything is known yet");
        else if (!report.IsInForce) reasons = reasons.Prepend("nothing is enforced");
        return HttpAnswer.Text(string.Concat(reasons.Select(reason => $"{reason}\n")), isGood: false);
    }
}
