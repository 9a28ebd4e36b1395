namespace Merlon.Tests.BruteForce;

/// <summary>Manifests of network policies.</summary>
sealed class PolicyManifest(ManifestStyle style)
{
    public YamlMap Write(PolicyData policy)
    {
        var metadata = style.Metadata(policy.Namespace, policy.Name);
        var saysNothing = policy is { PodSelector: null, PolicyTypes: null, Ingress: null, Egress: null };
        return style.Object("networking.k8s.io/v1", "NetworkPolicy", metadata)
            .With("spec", saysNothing && style.Chance(60) ? style.Missing() : Spec(policy));
    }

    YamlMap Spec(PolicyData policy) => new YamlMap()
        .With("podSelector", style.Optional(policy.PodSelector, Selector))
        .With("policyTypes", style.OptionalList(policy.PolicyTypes, type => type))
        .With("ingress", style.OptionalList(policy.Ingress, rule => Rule("from", rule)))
        .With("egress", style.OptionalList(policy.Egress, rule => Rule("to", rule)));

    YamlNode Rule(string peersField, PolicyRuleData? rule) => rule is null
        ? new YamlNull()
        : new YamlMap()
            .With(peersField, style.OptionalList(rule.Peers, Peer))
            .With("ports", style.OptionalList(rule.Ports, Port));

    YamlMap Peer(PolicyPeerData peer) => new YamlMap()
        .With("namespaceSelector", style.Optional(peer.NamespaceSelector, Selector))
        .With("podSelector", style.Optional(peer.PodSelector, Selector))
        .With("ipBlock", style.Optional(peer.IpBlock, IpBlock));

    YamlMap IpBlock(IpBlockData block) => new YamlMap()
        .With("cidr", block.Cidr)
        .With("except", style.OptionalList(block.Except, except => except));

    YamlNode Port(PolicyPortData? port) => port is null
        ? new YamlNull()
        : new YamlMap()
            .With("protocol", style.OptionalText(port.Protocol))
            .With("port", port.Name is null ? style.OptionalNumber(port.Number) : port.Name)
            .With("endPort", style.OptionalNumber(port.EndPort));

    YamlMap Selector(LabelSelectorData selector) => new YamlMap()
        .With("matchLabels", style.Optional(selector.MatchLabels, MatchLabels))
        .With("matchExpressions", style.OptionalList(selector.MatchExpressions, Requirement));

    // A null value is read as the empty text.
    YamlMap MatchLabels(IReadOnlyDictionary<string, string> labels) => labels.Aggregate(
        new YamlMap(),
        (map, label) => map.With(label.Key, label.Value is "" && style.Chance(40) ? new YamlNull() : label.Value));

    YamlMap Requirement(LabelRequirementData requirement) => new YamlMap()
        .With("key", requirement.Key)
        .With("operator", requirement.Operator)
        .With("values", Values(requirement.Values));

    YamlNode? Values(IReadOnlyList<string>? values) =>
        values is null && style.Chance(10) ? new YamlList([]) : style.OptionalList(values, value => value);
}
