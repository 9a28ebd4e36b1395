namespace Merlon.Tests.BruteForce;

/// <summary>A cluster-wide policy of any of the three kinds; the tier of two of them follows from the kind.</summary>
sealed record ClusterPolicyData(
    string Kind,
    string Name,
    string Tier,
    int Priority,
    ClusterPeerData Subject,
    IReadOnlyList<ClusterRuleData> Ingress,
    IReadOnlyList<ClusterRuleData> Egress);

/// <summary>A rule; the action is in the words of ClusterNetworkPolicy, and null ports mean everything.</summary>
sealed record ClusterRuleData(
    string Action, IReadOnlyList<ClusterPeerData> Peers, IReadOnlyList<ClusterPortData>? Ports);

/// <summary>A subject or peer: exactly one of its forms; pods may come without a selector of namespaces.</summary>
sealed record ClusterPeerData
{
    public LabelSelectorData? Namespaces { get; init; }

    public LabelSelectorData? Pods { get; init; }

    public LabelSelectorData? NamespacesOfPods { get; init; }

    public LabelSelectorData? Nodes { get; init; }

    public IReadOnlyList<string>? Networks { get; init; }

    public IReadOnlyList<string>? DomainNames { get; init; }

    /// <summary>A selector with an operator that does not exist: servers store it, and nobody understands it.</summary>
    public bool IsNonsense { get; init; }
}

/// <summary>A range of ports of a protocol, or a name in any protocol. A range may be turned around in the old version.</summary>
sealed record ClusterPortData(string Protocol, int First, int Last, string? Name);
