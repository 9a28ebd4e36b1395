using System.CommandLine;
using Merlon.Kubernetes;

namespace Merlon.Webhook;

/// <summary>The options that name the API server that tells of the cluster.</summary>
sealed class ClusterOptions
{
    readonly Option<bool> _inCluster = new("--in-cluster")
    {
        Description = "Know the other objects of the cluster from its API server, with the service account of the pod.",
    };

    readonly Option<string> _kubeconfig = new("--kubeconfig")
    {
        Description = "The same, by the access that a kubeconfig gives.",
        HelpName = "FILE",
    };

    readonly Option<string> _context = new("--context")
    {
        Description = "The context of the kubeconfig; the current one where none is named.",
        HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_inCluster);
        command.Options.Add(_kubeconfig);
        command.Options.Add(_context);
    }

    /// <summary>A client of the server that is named; null where none is.</summary>
    /// <exception cref="ClusterAccessException">It is not known how to reach it.</exception>
    public KubernetesClient? Open(ParseResult arguments)
    {
        if (arguments.GetValue(_kubeconfig) is { } file)
        {
            return new KubernetesClient(KubeConfig.Load(Path.GetFullPath(file)).Access(arguments.GetValue(_context)));
        }
        return arguments.GetValue(_inCluster) ? new KubernetesClient(InClusterConfig.Load()) : null;
    }
}
