using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Merlon.Kubernetes.Access;
using Merlon.Kubernetes.Http;

namespace Merlon.Kubernetes;

/// <summary>
/// Asks an API server. Credentials are renewed once where the server refuses them. Safe to share; several requests go
/// over one connection where the server speaks HTTP/2.
/// </summary>
public sealed class KubernetesClient : IDisposable
{
    readonly ClusterAccess _access;
    readonly TimeProvider _time;
    readonly Lock _lock = new();
    readonly List<HttpMessageInvoker> _retired = [];
    HttpMessageInvoker? _invoker;
    ClientCertificate? _certificate;

    public KubernetesClient(ClusterAccess access, TimeProvider? time = null) =>
        (_access, _time) = (access, time ?? TimeProvider.System);

    /// <summary>What the server is called in messages.</summary>
    public Uri Server => _access.Server;

    /// <summary>How long to wait for a connection, and for the first bytes of an answer.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Asks, and comes back when the answer begins: its body is not read yet.</summary>
    /// <param name="path">Path and query below the server's address.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="KubernetesApiException">The server answers with anything but success.</exception>
    /// <exception cref="HttpRequestException">No answer can be had.</exception>
    /// <exception cref="TimeoutException">No answer came in time.</exception>
    /// <exception cref="ClusterAccessException">There are no credentials to ask with.</exception>
    internal async Task<HttpResponseMessage> GetAsync(string path, CancellationToken stop)
    {
        for (var renew = false; ; renew = true)
        {
            var response = await SendAsync(path, renew, stop);
            if (response.IsSuccessStatusCode) return response;
            using (response)
            {
                if (response.StatusCode == HttpStatusCode.Unauthorized && !renew) continue;
                throw await ApiStatus.ReadAsync(response, _time, stop);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _invoker?.Dispose();
            foreach (var retired in _retired) retired.Dispose();
        }
    }

    async Task<HttpResponseMessage> SendAsync(string path, bool renew, CancellationToken stop)
    {
        var credential = await _access.Credentials.GetAsync(renew, stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, UriOf(path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("merlon", null));
        // The handler asks for, and checks, the certificate of this name.
        if (_access.TlsServerName is { } server) request.Headers.Host = server;
        if (credential.Authorization is { } value) request.Headers.TryAddWithoutValidation("Authorization", value);
        foreach (var (name, who) in _access.Impersonation) request.Headers.TryAddWithoutValidation(name, who);
        using var limit = new CancellationTokenSource(AnswerLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            return await InvokerFor(credential.Certificate).SendAsync(request, either.Token);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            // Either limit: that of the answer, or that of the connection.
            throw new TimeoutException($"{Server} did not answer in time", e);
        }
    }

    Uri UriOf(string path) => new(_access.Server.AbsoluteUri.TrimEnd('/') + path);

    // A certificate belongs to a connection: another one takes new connections. The old ones end when they are done.
    HttpMessageInvoker InvokerFor(ClientCertificate? certificate)
    {
        lock (_lock)
        {
            if (_invoker is not null && ReferenceEquals(certificate, _certificate)) return _invoker;
            if (_invoker is not null) _retired.Add(_invoker);
            _certificate = certificate;
            return _invoker = new HttpMessageInvoker(CreateHandler(certificate));
        }
    }

    SocketsHttpHandler CreateHandler(ClientCertificate? certificate) => new()
    {
        SslOptions = ServerTrust.OptionsFor(_access, certificate),
        Proxy = _access.Proxy,
        UseProxy = _access.Proxy is not null,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
        EnableMultipleHttp2Connections = true,
        // A peer that is gone without a word is noticed within 45 seconds.
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
        ConnectCallback = ConnectAsync,
    };

    static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(context.DnsEndPoint, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
