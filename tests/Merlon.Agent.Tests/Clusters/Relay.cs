using System.Net;
using System.Net.Sockets;
using Merlon.Linux.Namespaces;

namespace Merlon.Agent.Tests.Clusters;

/// <summary>A way from inside a network namespace to a server outside it: what comes in at one end goes out at the other.</summary>
sealed class Relay : IAsyncDisposable
{
    readonly TcpListener _listener;
    readonly Func<Uri> _server;
    readonly CancellationTokenSource _stop = new();
    readonly Task _accepting;

    /// <param name="netns">Where to listen.</param>
    /// <param name="server">Where to connect to, at the time.</param>
    public Relay(NetworkNamespace netns, Func<Uri> server)
    {
        _server = server;
        _listener = netns.RunInside(() =>
        {
            Linux.Tests.Tool.Run("ip", "link", "set", "lo", "up");
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return listener;
        });
        Address = new Uri($"http://{_listener.LocalEndpoint}");
        _accepting = AcceptAsync();
    }

    /// <summary>The server's address inside the namespace.</summary>
    public Uri Address { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        var running = new List<Task>();
        try
        {
            while (true) running.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(running);
        }
    }

    async Task PassAsync(TcpClient client)
    {
        using var inner = client;
        using var outer = new TcpClient();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            await outer.ConnectAsync(_server().Host, _server().Port, both.Token);
            await Task.WhenAny(
                inner.GetStream().CopyToAsync(outer.GetStream(), both.Token),
                outer.GetStream().CopyToAsync(inner.GetStream(), both.Token));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The server is gone, or the test is over.
        }
        await both.CancelAsync();
    }
}
