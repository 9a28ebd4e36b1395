namespace Merlon.Tests.BruteForce;

/// <summary>Manifests of Calico's objects.</summary>
sealed class CalicoManifest(ManifestStyle style, Random random)
{
    public IEnumerable<YamlMap> WriteAll(CalicoData calico) =>
    [
        .. calico.Tiers.Select(Tier),
        .. calico.Sets.Select(Set),
        .. calico.Accounts.Select(account => style.Object(
            "v1", "ServiceAccount", style.Metadata(account.Namespace, account.Name, account.Labels))),
        .. calico.Policies.Select(Policy),
        .. calico.Hosts.Select(Host),
        .. calico.Profiles.Select(Profile),
        .. calico.Failsafes is { } ports ? [Failsafes(ports.Inbound, ports.Outbound)] : Array.Empty<YamlMap>(),
    ];

    YamlMap Host(HostEndpointData host) => Calico("HostEndpoint", null, host.Name, host.Labels).With("spec", new YamlMap()
        .With("node", host.Node)
        .With("interfaceName", style.OptionalText(host.Interface))
        .With("expectedIPs", Texts(host.ExpectedAddresses))
        .With("profiles", Texts(host.Profiles)));

    YamlMap Profile(ProfileData profile) => Calico("Profile", null, profile.Name).With("spec", new YamlMap()
        .With("labelsToApply", ManifestStyle.Map(profile.Labels))
        .With("ingress", Rules(profile.Ingress))
        .With("egress", Rules(profile.Egress)));

    YamlMap Failsafes(IReadOnlyList<FailsafeData> inbound, IReadOnlyList<FailsafeData> outbound) =>
        Calico("FelixConfiguration", null, "default").With("spec", new YamlMap()
            .With("failsafeInboundHostPorts", ManifestStyle.List(inbound, Failsafe))
            .With("failsafeOutboundHostPorts", ManifestStyle.List(outbound, Failsafe)));

    YamlMap Failsafe(FailsafeData port) => new YamlMap()
        .With("protocol", port.Protocol.ToLowerInvariant())
        .With("port", port.Port)
        .With("net", style.OptionalText(port.Net));

    YamlMap Calico(string kind, string? home, string name, IReadOnlyDictionary<string, string>? labels = null) => style.Object(
        random.Chance(80) ? "projectcalico.org/v3" : "crd.projectcalico.org/v1",
        kind,
        home is null
            ? labels is null ? new YamlMap().With("name", name) : new YamlMap().With("name", name).With("labels", ManifestStyle.Map(labels))
            : style.Metadata(home, name, labels));

    YamlMap Tier(CalicoTierData tier) => Calico("Tier", null, tier.Name).With("spec", new YamlMap()
        .With("order", new YamlDecimal(tier.Order))
        .With("defaultAction", style.OptionalText(tier.DefaultAction)));

    YamlMap Set(NetworkSetData set) => Calico(set.Namespace is null ? "GlobalNetworkSet" : "NetworkSet", set.Namespace, set.Name, set.Labels)
        .With("spec", new YamlMap().With("nets", ManifestStyle.List(set.Nets)));

    YamlMap Policy(CalicoPolicyData policy)
    {
        var kind = policy.Namespace is null ? "GlobalNetworkPolicy" : "NetworkPolicy";
        return Calico(policy.IsStaged ? "Staged" + kind : kind, policy.Namespace, policy.Name).With("spec", new YamlMap()
            .With("tier", style.OptionalText(policy.Tier))
            .With("order", policy.Order is { } order ? new YamlDecimal(order) : style.Missing())
            .With("selector", Selector(policy.Selector))
            .With("namespaceSelector", policy.Namespace is null ? Selector(policy.NamespaceSelector) : null)
            .With("serviceAccountSelector", Selector(policy.AccountSelector))
            .With("types", style.OptionalList(policy.Types, type => type))
            .With("applyOnForward", policy.HostPlace is null ? null : new YamlBoolean(true))
            .With("preDNAT", policy.HostPlace == "PreDnat" ? new YamlBoolean(true) : null)
            .With("doNotTrack", policy.HostPlace == "Untracked" ? new YamlBoolean(true) : null)
            .With("ingress", Rules(policy.Ingress))
            .With("egress", Rules(policy.Egress)));
    }

    YamlNode? Rules(IReadOnlyList<CalicoRuleData> rules) =>
        rules.Count == 0 && style.Chance(60) ? style.Missing() : ManifestStyle.List(rules, Rule);

    YamlNode? Selector(CalicoTerm? term) => term is null ? style.Missing() : term.Write(random);

    YamlMap Rule(CalicoRuleData rule) => new YamlMap()
        .With("action", rule.Action)
        .With("ipVersion", style.OptionalNumber(rule.IpVersion))
        .With("protocol", Protocol(rule.Protocol))
        .With("notProtocol", Protocol(rule.NotProtocol))
        .With("icmp", Icmp(rule.IcmpType))
        .With("notICMP", Icmp(rule.NotIcmpType))
        .With("source", Entity(rule.Source))
        .With("destination", Entity(rule.Destination));

    // A name and its number mean the same, save that the name of an ICMP binds the version of IP.
    YamlNode? Protocol(string? name) => name switch
    {
        null => style.Missing(),
        "TCP" when style.Chance(20) => 6,
        "UDP" when style.Chance(20) => 17,
        _ => name,
    };

    static YamlMap? Icmp(int? type) => type is { } number ? new YamlMap().With("type", number) : null;

    YamlNode? Entity(CalicoEntityData entity)
    {
        if (entity == CalicoEntityData.Anyone) return style.Chance(70) ? style.Missing() : new YamlMap();
        if (entity.Service is var (home, name))
        {
            return new YamlMap().With("services", new YamlMap().With("name", name).With("namespace", home));
        }

        return new YamlMap()
            .With("nets", Texts(entity.Nets))
            .With("notNets", Texts(entity.NotNets))
            .With("selector", Selector(entity.Selector))
            .With("notSelector", Selector(entity.NotSelector))
            .With("namespaceSelector", Selector(entity.NamespaceSelector))
            .With("serviceAccounts", entity.AccountNames.Count == 0 && entity.AccountSelector is null
                ? style.Missing()
                : new YamlMap().With("names", Texts(entity.AccountNames)).With("selector", Selector(entity.AccountSelector)))
            .With("ports", Ports(entity.Ports))
            .With("notPorts", Ports(entity.NotPorts));
    }

    YamlNode? Texts(IReadOnlyList<string> texts) => texts.Count == 0 ? style.Missing() : ManifestStyle.List(texts);

    YamlNode? Ports(IReadOnlyList<CalicoPortData> ports) => ports.Count == 0
        ? style.Missing()
        : ManifestStyle.List(ports, port => port.Name is { } name ? name
            : port.First == port.Last ? port.First
            : (YamlNode)FormattableString.Invariant($"{port.First}:{port.Last}"));
}
