namespace Merlon.Tests.BruteForce;

/// <summary>Draws host endpoints for the nodes of a world of Calico, their profiles, and what its policies are to them.</summary>
sealed class HostGenerator(Random random, RandomWorld world, CalicoData calico)
{
    static readonly string[] ProfileNames = ["projectcalico-default-allow", "guest", "missing"];

    public RandomWorld AddTo(Func<string?, bool, IReadOnlyList<CalicoRuleData>> drawRules) => world with
    {
        Calico = calico with
        {
            Policies = [.. calico.Policies.Select(Place)],
            Hosts = [.. world.Nodes.SelectMany(DrawHosts)],
            Profiles = [new ProfileData("guest", LabelGenerator.Draw(random, 30), drawRules(null, true), drawRules(null, false))],
            Failsafes = random.Chance(50)
                ? null
                : (Repeat(() => DrawFailsafe(isInbound: true)), Repeat(() => DrawFailsafe(isInbound: false))),
        },
    };

    CalicoPolicyData Place(CalicoPolicyData policy)
    {
        if (policy.Namespace is not null || random.Chance(40)) return policy;
        var place = random.Pick(["Forward", "Forward", "PreDnat", "Untracked"]);
        return place == "PreDnat"
            ? policy with { HostPlace = place, Egress = [], Types = random.Chance(50) ? null : ["Ingress"] }
            : policy with { HostPlace = place };
    }

    // An address is on one interface: nodes with names on some and none on others would leave open which.
    IEnumerable<HostEndpointData> DrawHosts(NodeData node)
    {
        if (random.Chance(20)) yield break;
        if (random.Chance(60)) yield return Draw(node, "all", "*", Some(node.Addresses));
        switch (random.Next(4))
        {
            case 0:
                yield return Draw(node, "eth0", "eth0", node.Addresses);
                if (random.Chance(30)) yield return Draw(node, random.Pick(["a", "z"]), "eth0", Some(node.Addresses));
                break;
            case 1:
                yield return Draw(node, "eth0", "eth0", [node.Addresses.First()]);
                yield return Draw(node, "eth1", "eth1", node.Addresses.Skip(1));
                break;
            case 2:
                yield return Draw(node, "by-address", null, [.. Some(node.Addresses).DefaultIfEmpty(node.Addresses.First())]);
                break;
        }
    }

    HostEndpointData Draw(NodeData node, string name, string? @interface, IEnumerable<string> expected) => new(
        $"{node.Name}-{name}",
        node.Name,
        @interface,
        [.. expected],
        [.. ProfileNames.Where(_ => random.Chance(40))],
        LabelGenerator.Draw(random, 45));

    string[] Some(IEnumerable<string> addresses) => [.. addresses.Where(_ => random.Chance(60))];

    FailsafeData DrawFailsafe(bool isInbound) => new(
        random.Pick(["TCP", "UDP"]),
        random.Pick(Alphabet.Ports),
        random.Chance(60) ? null
            : AddressText.Block(random.Pick(isInbound ? [.. Alphabet.ExternalAddresses] : world.Nodes.SelectMany(node => node.Addresses).ToArray()), 24));

    FailsafeData[] Repeat(Func<FailsafeData> draw) => RandomDraws.Repeat(random.Between(0, 2), draw);
}
