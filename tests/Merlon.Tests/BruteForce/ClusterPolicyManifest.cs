namespace Merlon.Tests.BruteForce;

/// <summary>Manifests of cluster-wide policies, each kind in its own words.</summary>
sealed class ClusterPolicyManifest(ManifestStyle style)
{
    public YamlMap Write(ClusterPolicyData policy)
    {
        var isNew = policy.Kind == "ClusterNetworkPolicy";
        var spec = new YamlMap().With("subject", Peer(policy.Subject));
        if (isNew) spec = spec.With("tier", policy.Tier);
        if (policy.Kind != "BaselineAdminNetworkPolicy") spec = spec.With("priority", policy.Priority);
        return style
            .Object(
                $"policy.networking.k8s.io/{(isNew ? "v1alpha2" : "v1alpha1")}",
                policy.Kind,
                new YamlMap().With("name", policy.Name))
            .With("spec", spec
                .With("ingress", Rules(policy.Ingress, "from", isNew))
                .With("egress", Rules(policy.Egress, "to", isNew)));
    }

    YamlNode? Rules(IReadOnlyList<ClusterRuleData> rules, string side, bool isNew) =>
        rules.Count == 0 && style.Chance(70) ? style.Missing() : ManifestStyle.List(rules, rule => Rule(rule, side, isNew));

    YamlMap Rule(ClusterRuleData rule, string side, bool isNew) => new YamlMap()
        .With("name", style.Chance(20) ? (YamlNode)"a rule" : null)
        .With("action", rule.Action == "Accept" && !isNew ? "Allow" : rule.Action)
        .With(side, ManifestStyle.List(rule.Peers, Peer))
        .With(
            isNew ? "protocols" : "ports",
            style.OptionalList(rule.Ports, port => isNew ? NewPort(port) : OldPort(port)));

    YamlMap Peer(ClusterPeerData peer) => peer switch
    {
        { IsNonsense: true } => new YamlMap().With("namespaces", Nonsense()),
        { Namespaces: { } namespaces } => new YamlMap().With("namespaces", Selector(namespaces)),
        { Pods: { } pods } => new YamlMap().With("pods", new YamlMap()
            .With("namespaceSelector", style.Optional(peer.NamespacesOfPods, Selector))
            .With("podSelector", Selector(pods))),
        { Nodes: { } nodes } => new YamlMap().With("nodes", Selector(nodes)),
        { Networks: { } networks } => new YamlMap().With("networks", ManifestStyle.List(networks)),
        _ => new YamlMap().With("domainNames", ManifestStyle.List(peer.DomainNames ?? [])),
    };

    static YamlMap Nonsense() => new YamlMap().With("matchExpressions", new YamlList(
        [new YamlMap().With("key", "app").With("operator", "Like").With("values", ManifestStyle.List(["a"]))]));

    // Unlike in NetworkPolicy, a label without a value would be no label here.
    YamlMap Selector(LabelSelectorData selector) => new YamlMap()
        .With("matchLabels", style.Optional(selector.MatchLabels, ManifestStyle.Map))
        .With("matchExpressions", style.OptionalList(selector.MatchExpressions, requirement => new YamlMap()
            .With("key", requirement.Key)
            .With("operator", requirement.Operator)
            .With("values", style.OptionalList(requirement.Values, value => value))));

    static YamlMap NewPort(ClusterPortData port) => port.Name is { } name
        ? new YamlMap().With("destinationNamedPort", name)
        : new YamlMap().With(port.Protocol.ToLowerInvariant(), new YamlMap().With(
            "destinationPort",
            port.First == port.Last
                ? new YamlMap().With("number", port.First)
                : new YamlMap().With("range", new YamlMap().With("start", port.First).With("end", port.Last))));

    YamlMap OldPort(ClusterPortData port)
    {
        if (port.Name is { } name) return new YamlMap().With("namedPort", name);
        var protocol = port.Protocol == "TCP" && style.Chance(30) ? null : (YamlNode)port.Protocol;
        return port.First == port.Last
            ? new YamlMap().With("portNumber", new YamlMap().With("protocol", protocol).With("port", port.First))
            : new YamlMap().With(
                "portRange",
                new YamlMap().With("protocol", protocol).With("start", port.First).With("end", port.Last));
    }
}
