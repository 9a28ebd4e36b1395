namespace Merlon.Tests.BruteForce;

/// <summary>Draws cluster-wide policies of all kinds that a server accepts, many of them of one priority.</summary>
sealed class ClusterPolicyGenerator(
    Random random, SelectorGenerator podSelectors, SelectorGenerator namespaceSelectors, IReadOnlyList<string> addresses)
{
    static readonly string[] Kinds = ["ClusterNetworkPolicy", "ClusterNetworkPolicy", "AdminNetworkPolicy"];

    static readonly string[] PortNames = ["http", "dns", "web", "alt"];

    static readonly string[] Protocols = ["TCP", "TCP", "UDP", "SCTP"];

    public IReadOnlyList<ClusterPolicyData> DrawAll(int count)
    {
        var policies = Alphabet.PolicyNames.Take(count).Select(Draw).ToList();
        if (random.Chance(40)) policies.Add(Draw("BaselineAdminNetworkPolicy", "default"));
        return policies;
    }

    ClusterPolicyData Draw(string name) => Draw(random.Pick(Kinds), name);

    ClusterPolicyData Draw(string kind, string name)
    {
        var tier = kind switch
        {
            "AdminNetworkPolicy" => "Admin",
            "BaselineAdminNetworkPolicy" => "Baseline",
            _ => random.Chance(60) ? "Admin" : "Baseline",
        };
        var priority = kind == "BaselineAdminNetworkPolicy" ? 1000 : random.Pick([0, 5, 5, 5, 10, 1000]);
        return new ClusterPolicyData(
            kind, name, tier, priority, DrawPods(kind), DrawRules(kind, "from"), DrawRules(kind, "to"));
    }

    ClusterRuleData[] DrawRules(string kind, string side) =>
        random.Chance(25) ? [] : RandomDraws.Repeat(random.Between(1, 4), () => DrawRule(kind, side));

    ClusterRuleData DrawRule(string kind, string side)
    {
        string[] actions = kind == "BaselineAdminNetworkPolicy" ? ["Accept", "Deny"] : ["Accept", "Deny", "Deny", "Pass"];
        var action = random.Pick(actions);
        var peers = RandomDraws.Repeat(
            random.Between(1, 3), () => side == "from" ? DrawPods(kind) : DrawDestination(kind, action));
        // Port names go with pods only.
        var withNames = peers.All(peer => peer.Networks is null && peer.Nodes is null && peer.DomainNames is null);
        return new ClusterRuleData(
            action,
            peers,
            random.Chance(35) ? null : RandomDraws.Repeat(random.Between(1, 3), () => DrawPort(kind, withNames)));
    }

    ClusterPeerData DrawDestination(string kind, string action) => random.Next(100) switch
    {
        < 55 => DrawPods(kind),
        < 70 => new ClusterPeerData { Nodes = random.Chance(40) ? new LabelSelectorData(null, null) : podSelectors.Draw() },
        < 88 => new ClusterPeerData { Networks = [.. RandomDraws.Repeat(random.Between(1, 3), DrawNetwork).Distinct()] },
        _ when kind == "BaselineAdminNetworkPolicy" => DrawPods(kind),
        // Where a name does not belong the rule denies everything: rarely, or nothing else would be seen.
        _ => action == "Accept" || random.Chance(10)
            ? new ClusterPeerData { DomainNames = [random.Pick(DomainAlphabet.Patterns)] }
            : DrawPods(kind),
    };

    ClusterPeerData DrawPods(string kind) => random.Next(100) switch
    {
        < 2 => new ClusterPeerData { IsNonsense = true },
        < 15 => new ClusterPeerData { Namespaces = new LabelSelectorData(null, null) },
        < 55 => new ClusterPeerData { Namespaces = namespaceSelectors.Draw() },
        < 65 when kind == "ClusterNetworkPolicy" => new ClusterPeerData { Pods = podSelectors.Draw() },
        _ => new ClusterPeerData { Pods = podSelectors.Draw(), NamespacesOfPods = namespaceSelectors.Draw() },
    };

    string DrawNetwork()
    {
        var address = random.Pick(addresses);
        var length = random.Pick<int>(AddressText.IsIPv6(address) ? [0, 32, 64, 124, 128] : [0, 8, 16, 24, 28, 32]);
        return AddressText.Block(address, length);
    }

    ClusterPortData DrawPort(string kind, bool withNames)
    {
        if (withNames && random.Chance(35)) return new ClusterPortData("TCP", 0, 0, random.Pick(PortNames));
        var protocol = random.Pick(Protocols);
        var first = random.Pick(Alphabet.Ports);
        if (random.Chance(50)) return new ClusterPortData(protocol, first, first, null);
        var last = first + random.Pick([1, 2, 400]);
        return kind != "ClusterNetworkPolicy" && random.Chance(10)
            ? new ClusterPortData(protocol, last, first, null)
            : new ClusterPortData(protocol, first, last, null);
    }
}
