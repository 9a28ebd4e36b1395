namespace Merlon.Tests.BruteForce;

/// <summary>Draws Calico's objects around what a world has: many policies of one order, and tiers at those of others.</summary>
sealed class CalicoGenerator(Random random, RandomWorld world)
{
    static readonly string[] AccountNames = ["default", "robot", "builder"];
    static readonly string[] Operators = ["==", "==", "==", "!=", "contains", "starts with", "ends with"];
    static readonly string[] TierNames = ["default", "default", "default", "first", "middle", "zz-last"];
    static readonly string[] OtherTiers = ["first", "middle", "zz-last"];
    static readonly int[] IcmpTypes = [8, 8, 3];
    static readonly int[] IcmpV6Types = [128, 128, 1];
    static readonly string[] Actions = ["Allow", "Allow", "Deny", "Deny", "Pass", "Log"];
    static readonly string[] WithPorts = ["TCP", "TCP", "UDP", "SCTP"];

    readonly string[] _addresses =
    [
        .. world.Pods.SelectMany(pod => pod.Addresses),
        .. world.Nodes.SelectMany(node => node.Addresses),
        .. Alphabet.ExternalAddresses,
    ];

    readonly string[] _namespaces = [.. world.Pods.Select(pod => pod.Namespace).Distinct()];

    /// <summary>The world with them; its pods run as accounts then.</summary>
    public RandomWorld AddTo(RandomWorld original)
    {
        var accounts = _namespaces
            .SelectMany(home => AccountNames.Where(_ => random.Chance(50))
                .Select(name => new ServiceAccountData(home, name, LabelGenerator.Draw(random, 45))))
            .ToList();
        var sets = RandomDraws.Repeat(random.Between(0, 3), () => 0).Select((_, i) => DrawSet($"set-{i}")).ToList();
        var tiers = OtherTiers.Where(_ => random.Chance(80)).Select(DrawTier).ToList();
        var policies = Alphabet.PolicyNames.Take(random.Between(1, 6)).Select(DrawPolicy).ToList();
        return original with
        {
            Pods = [.. original.Pods.Select(pod => pod with { ServiceAccount = random.Chance(40) ? null : random.Pick(AccountNames) })],
            Calico = new CalicoData(tiers, policies, sets, accounts),
        };
    }

    /// <summary>The world with them, and host endpoints on its nodes.</summary>
    public RandomWorld AddWithHosts(RandomWorld original)
    {
        var world = AddTo(original);
        var more = RandomDraws.Repeat(random.Between(0, 4), () => 0)
            .Select((_, i) => DrawPolicy($"host-{i}") with { Namespace = null });
        return new HostGenerator(random, world, world.Calico! with { Policies = [.. world.Calico.Policies, .. more] })
            .AddTo(DrawRules);
    }

    CalicoTierData DrawTier(string name) => new(
        name,
        random.Pick([1d, 999.5, 1000, 1_000_000, 5_000_000, 10_000_000, 20_000_000]),
        random.Pick([null, "Deny", "Pass", "Pass"]));

    NetworkSetData DrawSet(string name) => new(
        random.Chance(50) ? random.Pick(_namespaces) : null,
        name,
        LabelGenerator.Draw(random, 45),
        [.. RandomDraws.Repeat(random.Between(0, 3), () => random.Chance(20) ? random.Pick(_addresses) : DrawNet()).Distinct()]);

    CalicoPolicyData DrawPolicy(string name)
    {
        var home = random.Chance(40) ? random.Pick(_namespaces) : null;
        return new CalicoPolicyData(
            home,
            name,
            IsStaged: random.Chance(5),
            random.Chance(20) ? null : random.Pick(TierNames),
            random.Pick<double?>([null, -1.5, 500, 1000, 1000, 1000, 2000]),
            random.Chance(40) ? null : DrawThings(2),
            home is null && random.Chance(20) ? DrawNamespaces() : null,
            random.Chance(8) ? DrawTerm(1, DrawLabelKey) : null,
            random.Pick<string[]?>([null, ["Ingress"], ["Egress"], ["Ingress", "Egress"], ["Egress", "Ingress"]]),
            DrawRules(home, isIngress: true),
            DrawRules(home, isIngress: false));
    }

    CalicoRuleData[] DrawRules(string? home, bool isIngress) =>
        random.Chance(25) ? [] : RandomDraws.Repeat(random.Between(1, 4), () => DrawRule(home, isIngress));

    CalicoRuleData DrawRule(string? home, bool isIngress)
    {
        var protocol = random.Next(100) switch { < 45 => random.Pick(WithPorts), < 50 => "ICMP", < 55 => "ICMPv6", _ => null };
        var hasPorts = protocol is "TCP" or "UDP" or "SCTP";
        // One rule speaks of one version of IP.
        var isV6 = protocol == "ICMPv6" || (protocol != "ICMP" && random.Chance(30));
        var source = DrawEntity(home, isV6, protocol, hasPorts, isIngress, isSource: true);
        var destination = DrawEntity(home, isV6, protocol, hasPorts, !isIngress, isSource: false);
        return new CalicoRuleData(random.Pick(Actions), source, destination)
        {
            IpVersion = random.Chance(8) ? isV6 ? 6 : 4 : null,
            Protocol = protocol,
            NotProtocol = protocol is null && random.Chance(10) ? random.Pick(WithPorts) : null,
            IcmpType = protocol is "ICMP" or "ICMPv6" && random.Chance(40) ? DrawIcmp(isV6) : null,
            NotIcmpType = protocol is "ICMP" or "ICMPv6" && random.Chance(20) ? DrawIcmp(isV6) : null,
        };
    }

    int DrawIcmp(bool isV6) => random.Pick(isV6 ? IcmpV6Types : IcmpTypes);

    CalicoEntityData DrawEntity(string? home, bool isV6, string? protocol, bool hasPorts, bool isPeer, bool isSource)
    {
        var ports = !isSource && random.Chance(hasPorts ? 50 : protocol is null ? 12 : 0);
        if (isPeer && !ports && world.Services.Count > 0 && random.Chance(10))
        {
            var service = random.Pick(world.Services);
            return new CalicoEntityData { Service = (service.Namespace, service.Name) };
        }

        // The end that the policy selects is rarely spoken of.
        var percent = isPeer ? 100 : 25;
        return new CalicoEntityData
        {
            Nets = Some(25, () => RandomDraws.Repeat(random.Between(1, 2), () => DrawNet(isV6)).Distinct().ToArray()) ?? [],
            NotNets = Some(12, () => new[] { DrawNet(isV6, shortest: 4) }) ?? [],
            Selector = Some(40, () => DrawThings(2)),
            NotSelector = Some(12, () => DrawThings(1)),
            NamespaceSelector = Some(20, () => random.Chance(20) ? new Global() : DrawNamespaces()),
            AccountNames = Some(8, () => RandomDraws.Repeat(random.Between(1, 2), () => random.Pick(AccountNames)).Distinct().ToArray()) ?? [],
            AccountSelector = Some(6, () => DrawTerm(1, DrawLabelKey)),
            Ports = ports ? DrawPorts(hasPorts) : [],
            NotPorts = hasPorts && random.Chance(isSource ? 4 : 12) ? DrawPorts(hasPorts) : [],
        };

        T? Some<T>(int chance, Func<T> draw) where T : class =>
            random.Chance(chance * percent / 100) ? draw() : null;
    }

    CalicoPortData[] DrawPorts(bool withNumbers) => RandomDraws.Repeat(random.Between(1, 4), () =>
    {
        if (!withNumbers || random.Chance(35)) return new CalicoPortData(0, 0, random.Pick(Alphabet.PortNames));
        var first = random.Pick(Alphabet.Ports);
        return new CalicoPortData(first, random.Chance(60) ? first : first + random.Pick([1, 30, 2000]), null);
    });

    string DrawNet() => DrawNet(random.Chance(40));

    string DrawNet(bool isV6, int shortest = 0)
    {
        var address = random.Pick(_addresses.Where(candidate => AddressText.IsIPv6(candidate) == isV6).ToArray());
        var lengths = isV6 ? new[] { 0, 32, 64, 124, 128 } : [0, 8, 16, 24, 28, 32];
        return AddressText.Block(address, random.Pick(lengths.Where(length => length >= shortest).ToArray()));
    }

    CalicoTerm DrawThings(int depth) => DrawTerm(depth, () => random.Next(10) switch
    {
        0 => ("projectcalico.org/namespace", random.Pick(_namespaces)),
        1 => ("projectcalico.org/serviceaccount", random.Pick(AccountNames)),
        2 => ("pcns.app", random.Pick(Alphabet.LabelValues)),
        3 when random.Chance(30) => ("projectcalico.org/orchestrator", "k8s"),
        _ => DrawLabelKey(),
    });

    CalicoTerm DrawNamespaces() => random.Next(5) switch
    {
        0 => new Everything(),
        1 => new Comparison("projectcalico.org/name", "==", random.Pick(_namespaces)),
        _ => DrawTerm(1, DrawLabelKey),
    };

    (string Key, string Value) DrawLabelKey() => (random.Pick(Alphabet.LabelKeys), random.Pick(Alphabet.LabelValues));

    CalicoTerm DrawTerm(int depth, Func<(string Key, string Value)> label)
    {
        var (key, value) = label();
        return random.Next(depth > 0 ? 10 : 6) switch
        {
            0 => new HasLabel(key),
            1 => new OneOf(key, random.Chance(40), [.. RandomDraws.Repeat(random.Between(0, 3), () => label().Value).Distinct()]),
            2 when random.Chance(30) => new Everything(),
            < 6 => new Comparison(key, random.Pick(Operators), value),
            6 => new NotTerm(DrawTerm(depth - 1, label)),
            _ => new Joined(DrawTerm(depth - 1, label), random.Chance(50), DrawTerm(depth - 1, label)),
        };
    }
}
