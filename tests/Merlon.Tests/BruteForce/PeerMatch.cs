namespace Merlon.Tests.BruteForce;

/// <summary>Whether one element of a rule's `from` or `to` matches the other end of a flow.</summary>
static class PeerMatch
{
    const string NameLabel = "kubernetes.io/metadata.name";

    public static bool Matches(RandomWorld world, PolicyData policy, PolicyPeerData entry, ResolvedEndpoint peer)
    {
        if (entry.IpBlock is { } block)
        {
            return peer.Address is { } address
                && CidrMatch.Contains(block.Cidr, address)
                && !(block.Except ?? []).Any(except => CidrMatch.Contains(except, address));
        }

        if (peer.Pod is not { } pod)
        {
            return false;
        }

        var namespaceMatches = entry.NamespaceSelector is null
            ? pod.Namespace == policy.Namespace
            : SelectorMatch.Matches(entry.NamespaceSelector, LabelsOfNamespace(world, pod.Namespace));
        var podMatches = entry.PodSelector is null || SelectorMatch.Matches(entry.PodSelector, pod.Labels);
        return namespaceMatches && podMatches;
    }

    public static Dictionary<string, string> LabelsOfNamespace(RandomWorld world, string name)
    {
        var labels = new Dictionary<string, string>();
        foreach (var written in world.Namespaces.Where(candidate => candidate.Name == name))
        {
            foreach (var (key, value) in written.WrittenLabels)
            {
                labels[key] = value;
            }
        }

        labels[NameLabel] = name;
        return labels;
    }
}
