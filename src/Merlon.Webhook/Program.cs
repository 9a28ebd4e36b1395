using System.CommandLine;
using System.Globalization;
using Merlon.Diagnostics;
using Merlon.Kubernetes;
using Merlon.Webhook;

var certificate = new Option<string>("--tls-cert") { Description = "The certificate chain, PEM. It is read again when it changes.", HelpName = "FILE", Required = true };
var key = new Option<string>("--tls-key") { Description = "Its private key, PEM.", HelpName = "FILE", Required = true };
var port = new Option<int>("--port") { Description = "Where to listen.", DefaultValueFactory = _ => 8443 };
var denyOn = new Option<string>("--deny-on")
{
    Description = "Refuse changes with findings from this severity on: error, warning, or never (default).",
    HelpName = "SEVERITY",
};
var manifests = new Option<string[]>("--manifests")
{
    Description = "Files and folders with the other objects of the cluster; they are read again when they change.",
    HelpName = "PATH",
    Arity = ArgumentArity.OneOrMore,
};
var cluster = new ClusterOptions();
var config = new Option<string>("--config") { Description = "merlon.yaml: facts of the cluster, and what to ignore.", HelpName = "FILE" };

var root = new RootCommand(
    "Answers the API server's admission reviews: findings as warnings, with what a change opens and closes.")
{
    certificate, key, port, denyOn, manifests, config,
};
cluster.AddTo(root);
root.SetAction((arguments, cancellation) => Start(arguments, cancellation));
return await root.Parse(args).InvokeAsync();

async Task<int> Start(ParseResult arguments, CancellationToken cancellation)
{
    var options = WebhookOptions.Read(
        arguments.GetValue(denyOn), arguments.GetValue(config), arguments.GetValue(manifests) ?? [], out var error);
    if (options is null) return Fail(error);
    try
    {
        using var client = cluster.Open(arguments);
        var live = client is null ? null : new LiveObjects(client);
        using var certificates = CertificateFile.Open(arguments.GetRequiredValue(certificate), arguments.GetRequiredValue(key));
        await using var server = WebhookServer.Create(arguments.GetValue(port), certificates, new Reviewer(options, new Surroundings(options.Context, live)));
        await server.StartAsync(cancellation);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"listening at port {server.Port}"));
        var following = live?.RunAsync(cancellation) ?? Task.CompletedTask;
        await server.WaitForShutdownAsync(cancellation);
        return following.IsFaulted ? Fail(following.Exception.Message) : 0;
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException
        or ClusterAccessException)
    {
        return Fail(e.Message);
    }
}

static int Fail(string? message)
{
    Console.Error.WriteLine($"merlon: {message}");
    return 2;
}
