using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Merlon.Webhook;

/// <summary>The HTTPS server: <c>POST /review</c> answers admission reviews, <c>GET /healthz</c> says that it does.</summary>
sealed class WebhookServer : IAsyncDisposable
{
    /// <summary>The API server sends objects of at most 3 MiB, old and new, as JSON.</summary>
    const long MaxBody = 16 << 20;

    readonly WebApplication _application;

    WebhookServer(WebApplication application) => _application = application;

    /// <param name="port">Where to listen; 0 for any free port.</param>
    /// <param name="certificates">The server's certificate, asked anew for each connection.</param>
    /// <param name="reviewer">What answers.</param>
    public static WebhookServer Create(int port, CertificateFile certificates, Reviewer reviewer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Listen(IPAddress.IPv6Any, port, listen => listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificateSelector = (_, _) => certificates.Current,
            }));
        });
        var application = builder.Build();
        application.Run(context => Answer(context, reviewer));
        return new WebhookServer(application);
    }

    /// <summary>Where it listens, once it is started.</summary>
    public int Port => new Uri(_application.Services.GetRequiredService<IServer>()
        .Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Port;

    public Task StartAsync(CancellationToken cancellation) => _application.StartAsync(cancellation);

    public Task WaitForShutdownAsync(CancellationToken cancellation) => _application.WaitForShutdownAsync(cancellation);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    static async Task Answer(HttpContext context, Reviewer reviewer)
    {
        var (request, response) = (context.Request, context.Response);
        if (request.Path == "/healthz" && HttpMethods.IsGet(request.Method))
        {
            if (!reviewer.IsReady) response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await response.WriteAsync(reviewer.IsReady ? "ok" : "the cluster is not known yet", context.RequestAborted);
            return;
        }
        if (request.Path != "/review" || !HttpMethods.IsPost(request.Method))
        {
            response.StatusCode = request.Path == "/review" ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status404NotFound;
            return;
        }
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        if (AdmissionRequest.Read(body.GetBuffer().AsMemory(0, (int)body.Length)) is not { } review)
        {
            response.StatusCode = StatusCodes.Status400BadRequest;
            await response.WriteAsync("this is no AdmissionReview of admission.k8s.io/v1", context.RequestAborted);
            return;
        }
        response.ContentType = "application/json";
        await response.Body.WriteAsync(reviewer.Review(review).ToJson(), context.RequestAborted);
    }
}
