using System.CommandLine;
using System.CommandLine.Parsing;
using Merlon.Cli.Output;
using Merlon.Diagnostics;
using Merlon.Kubernetes;
using Merlon.Manifests;

namespace Merlon.Cli.Input;

/// <summary>The options that name a live cluster to read.</summary>
sealed class LiveClusterOptions
{
    readonly Option<string?> _kubeconfig = new("--kubeconfig")
    {
        Description = "Read the live cluster of this kubeconfig; without FILE that of KUBECONFIG or ~/.kube/config. "
            + "Manifests count as if applied to it.",
        HelpName = "FILE",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<string> _context = new("--context")
    {
        Description = "The context of the kubeconfig; the current one where none is named.",
        HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_kubeconfig);
        command.Options.Add(_context);
    }

    /// <summary>Whether a live cluster is to be read.</summary>
    public bool AreGiven(CommandResult arguments) =>
        arguments.GetResult(_kubeconfig) is not null || arguments.GetResult(_context) is not null;

    /// <summary>What the cluster has; null where it cannot be read, which has been told on standard error.</summary>
    public ClusterContents? Read(ParseResult arguments, Terminal terminal)
    {
        var origin = "";
        try
        {
            var access = Access(arguments, terminal);
            origin = access.Origin;
            using var client = new KubernetesClient(access);
            using var progress = new Progress(terminal.Error);
            progress.Doing($"reading {access.Server}");
            return new ClusterReader(client).ReadAsync(KnownResources.All, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (ClusterAccessException e)
        {
            terminal.Fail(e.Message);
        }
        catch (KubernetesApiException e)
        {
            terminal.Fail($"{origin}: the API server refuses the credentials: {e.Message}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException)
        {
            terminal.Fail($"{origin}: the API server cannot be reached: {Reason(e)}");
        }
        return null;
    }

    /// <summary>A resource that could not be read, as what it is to an answer: objects that are missing.</summary>
    public static UnreadDocument ToDocument(UnreadResource unread) => new(
        unread.Reason, new SourceLocation($"{unread.Resource}", 0, 0), unread.Resource.Kind, null, null);

    /// <summary>How to reach the cluster.</summary>
    /// <exception cref="ClusterAccessException">It is not known, or cannot be read.</exception>
    public ClusterAccess Access(ParseResult arguments, Terminal terminal)
    {
        var file = arguments.GetValue(_kubeconfig);
        var context = arguments.GetValue(_context);
        if (!string.IsNullOrEmpty(file)) return KubeConfig.Load(Path.GetFullPath(file, terminal.Folder)).Access(context);
        var isPod = context is null && !KubeConfig.HasDefault && InClusterConfig.IsAvailable;
        return isPod ? InClusterConfig.Load() : KubeConfig.LoadDefault().Access(context);
    }

    // What went wrong with TLS stands in the exception inside.
    static string Reason(Exception e) => e.InnerException is System.Security.Authentication.AuthenticationException inner
        ? $"{e.Message} {inner.Message}"
        : e.Message;
}
