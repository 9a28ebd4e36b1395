namespace Merlon.Resources;

/// <summary>Whether Calico's controllers make a host endpoint for every node.</summary>
/// <param name="Meta">The metadata of the configuration.</param>
/// <param name="AreMade">Whether they do.</param>
public sealed record AutoHostEndpoints(ObjectMeta Meta, bool AreMade)
{
    public const string KindName = "KubeControllersConfiguration";

    /// <summary>The profile of such an endpoint: it allows everything.</summary>
    public const string Profile = "projectcalico-default-allow";

    /// <summary>The label that tells such an endpoint.</summary>
    public const string CreatorLabel = "projectcalico.org/created-by";

    public const string Creator = "calico-kube-controllers";

    /// <summary>The name of the endpoint of a node.</summary>
    public static string NameFor(string node) => $"{node}-auto-hep";
}
