using Merlon.Model;

namespace Merlon.Connectivity.Exposure;

/// <summary>A pod that does not exist, and could: what it might open shows what policies leave open for later.</summary>
/// <param name="Endpoint">The pod, in the cluster that was made with it.</param>
/// <param name="IsInNewNamespace">Whether its namespace does not exist either.</param>
sealed record NewPod(Endpoint Endpoint, bool IsInNewNamespace)
{
    /// <summary><c>a new pod app=web in a new namespace tier=front</c>.</summary>
    public override string ToString()
    {
        var pod = Endpoint.Labels.Count == 0 ? "any new pod" : $"a new pod {Endpoint.Labels}";
        return $"{pod}{Account} in {Home}";
    }

    string Account => Endpoint.ServiceAccount switch
    {
        { Labels.Count: > 0 } account => $" that runs as an account {account.Labels}",
        { Name: not ServiceAccount.DefaultName } account => $" that runs as {account.Name}",
        _ => "",
    };

    string Home
    {
        get
        {
            var home = Endpoint.Namespace!;
            if (!IsInNewNamespace) return home.Name;
            var labels = LabelSet.From(home.Labels.Where(label => label.Key != ClusterNamespace.NameLabel));
            var isNamed = !home.Name.StartsWith(NewPods.AnyName, StringComparison.Ordinal);
            return (isNamed, labels.Count) switch
            {
                (false, 0) => "any new namespace",
                (false, _) => $"a new namespace {labels}",
                (true, 0) => $"a new namespace {home.Name}",
                (true, _) => $"a new namespace {home.Name} {labels}",
            };
        }
    }
}
