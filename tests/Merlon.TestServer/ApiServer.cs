using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Merlon.TestServer;

/// <summary>
/// An API server for tests, in this process: discovery, list and watch with versions, pages, bookmarks and compaction,
/// writes as kubectl makes them, and faults on demand.
/// </summary>
public sealed class ApiServer : IAsyncDisposable
{
    readonly WebApplication _application;
    readonly List<ServedResource> _served = [.. ServedResource.BuiltIn];
    readonly CancellationTokenSource _stopping = new();
    readonly ConcurrentDictionary<HttpContext, bool> _open = new();
    readonly Reading _reading;
    long _lastBookmark;
    readonly Writing _writing;
    readonly Discovery _discovery;

    ApiServer(WebApplication application)
    {
        _application = application;
        (_reading, _writing, _discovery) = (new Reading(this), new Writing(this), new Discovery(this));
    }

    public ObjectStore Store { get; } = new();

    public Uri Address { get; private set; } = new("http://localhost");

    /// <summary>Every request so far.</summary>
    public ConcurrentQueue<ServedRequest> Requests { get; } = new();

    /// <summary>Decides what goes wrong with a request; null for nothing.</summary>
    public Func<ServedRequest, Fault?> Faults { get; set; } = _ => null;

    /// <summary>The tokens that are let in; none for everyone.</summary>
    public ConcurrentDictionary<string, bool> Tokens { get; } = new();

    /// <summary>Resources that nobody may read.</summary>
    public ConcurrentDictionary<string, bool> Forbidden { get; } = new();

    public TimeSpan BookmarkInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The version of the bookmark that was told last, on any watch.</summary>
    public long LastBookmark
    {
        get => Interlocked.Read(ref _lastBookmark);
        internal set => Interlocked.Exchange(ref _lastBookmark, value);
    }

    /// <summary>How long a watch lasts, whatever the client asks for; null for what it asks for.</summary>
    public TimeSpan? WatchLimit { get; set; }

    internal CancellationToken Stopping => _stopping.Token;

    internal IReadOnlyList<ServedResource> Served
    {
        get { lock (_served) return [.. _served]; }
    }

    /// <summary>Starts on a free port of the loopback address.</summary>
    /// <param name="certificate">For HTTPS; null for HTTP.</param>
    /// <param name="clientCertificates">Whether a client has to show a certificate.</param>
    /// <param name="port">A port of choice, for a server that comes back; 0 for any.</param>
    public static async Task<ApiServer> StartAsync(
        X509Certificate2? certificate = null, bool clientCertificates = false, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
            if (certificate is not null)
            {
                listen.UseHttps(certificate, https =>
                {
                    https.ClientCertificateMode = clientCertificates
                        ? ClientCertificateMode.RequireCertificate
                        : ClientCertificateMode.NoCertificate;
                    https.AllowAnyClientCertificate();
                });
            }
        }));
        if (certificate is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        var application = builder.Build();
        var server = new ApiServer(application);
        application.Run(server.AnswerAsync);
        await application.StartAsync();
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        server.Address = new Uri(addresses!.Addresses.Single());
        return server;
    }

    /// <summary>Stores an object given as JSON.</summary>
    public StoredObject Put(string plural, string group, string? @namespace, string name, string json = "{}") =>
        Store.Put(ServedResource.Of(plural, group), @namespace ?? "", name, JsonNode.Parse(json)!.AsObject());

    /// <summary>Breaks every answer that is being given.</summary>
    public void CutConnections()
    {
        foreach (var open in _open.Keys) open.Abort();
    }

    public void Install(string group)
    {
        lock (_served) _served.AddRange(ServedResource.Optional.Where(known => known.Group == group));
    }

    public bool Serves(string group)
    {
        lock (_served) return _served.Any(known => known.Group == group);
    }

    public void Uninstall(string group)
    {
        lock (_served) _served.RemoveAll(known => known.Group == group);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _application.DisposeAsync();
        _stopping.Dispose();
    }

    async Task AnswerAsync(HttpContext context)
    {
        _open[context] = true;
        try
        {
            await RouteAsync(context);
        }
        catch (StatusException e) when (!context.Response.HasStarted)
        {
            await Answers.StatusAsync(context, e.Code, e.Reason, e.Message);
        }
        catch (Exception e) when (e is OperationCanceledException or ConnectionAbortedException)
        {
            // Whoever asked is gone, or was cut off on purpose.
        }
        finally
        {
            _open.TryRemove(context, out _);
        }
    }

    async Task RouteAsync(HttpContext context)
    {
        var request = RequestTarget.Of(context.Request, Served);
        var query = context.Request.Query;
        var isWatch = query["watch"] is ["true"] or ["1"];
        var served = new ServedRequest(
            context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? "", request.Resource, isWatch);
        Requests.Enqueue(served);
        if (!Tokens.IsEmpty && !IsLetIn(context)) throw new StatusException(401, "Unauthorized", "Unauthorized");
        var fault = Faults(served);
        if (fault is Fault.Answer answer)
        {
            if (answer.RetryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = $"{seconds}";
            throw new StatusException(answer.Code, "InjectedFault", $"injected {answer.Code}");
        }
        if (!request.IsServed) throw StatusException.NotFound("the server could not find the requested resource:");
        if (request.Resource is not { } resource)
        {
            await _discovery.AnswerAsync(context);
            return;
        }
        if (Forbidden.ContainsKey(resource.Plural))
        {
            throw new StatusException(
                403, "Forbidden", $"{resource.Plural} is forbidden: User \"test\" cannot list resource \"{resource.Plural}\"");
        }
        var isRead = context.Request.Method == "GET" && request.Name is null;
        var answered = isRead && isWatch ? _reading.WatchAsync(context, resource, request.Namespace, fault)
            : isRead ? _reading.ListAsync(context, resource, request.Namespace, fault)
            : _writing.AnswerAsync(context, resource, request.Namespace ?? "", request.Name);
        await answered;
    }

    bool IsLetIn(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.Ordinal) && Tokens.ContainsKey(header["Bearer ".Length..]);
    }
}
