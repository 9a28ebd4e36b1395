using Merlon.Model;

namespace Merlon.Generation;

/// <summary>Writes a restriction in each of its forms.</summary>
public static class RestrictionWriter
{
    /// <param name="restriction">What is to be closed.</param>
    /// <param name="form">The language.</param>
    /// <param name="namespace">The namespace of a NetworkPolicy; without effect on the other forms.</param>
    /// <param name="error">Why the form cannot say it; null where it can.</param>
    public static GeneratedText? Write(
        Restriction restriction, RestrictionForm form, string? @namespace, out string? error)
    {
        error = null;
        return form switch
        {
            RestrictionForm.Iptables => IptablesRestriction.Write(restriction, out error),
            RestrictionForm.ClusterNetworkPolicy => ClusterPolicyRestriction.Write(restriction),
            RestrictionForm.Calico => CalicoRestriction.Write(restriction),
            RestrictionForm.NetworkPolicy => NetworkPolicyRestriction.Write(restriction, @namespace, out error),
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, "No form of a restriction."),
        };
    }

    internal const string HostNetwork =
        "Pods on the host network send as their node: no policy stops them.";

    internal static string MissingFamily(Restriction restriction) =>
        restriction.NodesOf(IpFamily.IPv6).Any() ? ""
        : restriction.NodesOf(IpFamily.IPv4).Any() ? "No IPv6 block of nodes is given: over IPv6 the ports stay open."
        : "No block of nodes is given.";
}
