using System.Globalization;

namespace Merlon.Tests.BruteForce;

/// <summary>Makes a world from a seed, the same one every time.</summary>
static class RandomWorldGenerator
{
    static readonly AddressPlan[] Plans =
        [AddressPlan.IPv4, AddressPlan.IPv4, AddressPlan.Dual, AddressPlan.Dual, AddressPlan.IPv6];

    public static RandomWorld Generate(int seed)
    {
        var random = new Random(seed);
        var plan = random.Pick(Plans);
        var nodes = DrawNodes(random, plan);
        var namespaceNames = random.Shuffled(Alphabet.NamespaceNames)[..random.Between(1, 4)];
        var namespaces = DrawNamespaces(random, namespaceNames);
        var pods = new PodGenerator(random, plan, nodes, namespaceNames).DrawAll(random.Between(2, 10));
        var services = new ServiceGenerator(random, plan, pods).DrawAll(random.Between(0, 2));
        var policyCount = random.Chance(5) ? 0 : random.Between(1, 6);
        var policies = new PolicyGenerator(random, nodes, namespaces, pods, services).DrawAll(policyCount);
        return new RandomWorld(seed, nodes, namespaces, pods, services, policies);
    }

    /// <summary>The same world, often with cluster-wide policies and those of Calico beside those of namespaces.</summary>
    public static RandomWorld GenerateMixed(int seed)
    {
        var world = Generate(seed);
        var random = new Random(seed);
        if (random.Chance(40))
        {
            return WithCalico(random, world);
        }

        NodeData[] nodes =
            [.. world.Nodes.Select(node => node with { Labels = LabelGenerator.Draw(random, 45) })];
        var labels = Alphabet.LabelKeys.Select(key => KeyValuePair.Create(key, Alphabet.LabelValues)).ToArray();
        var generator = new ClusterPolicyGenerator(
            random,
            new SelectorGenerator(random, [.. world.Pods.Select(pod => pod.Labels)], labels),
            new SelectorGenerator(
                random,
                [.. world.Namespaces.Select(ns => ns.WrittenLabels)],
                [.. labels, KeyValuePair.Create(Alphabet.NameLabel, Alphabet.SelectorNamespaceNames)]),
            [
                .. world.Pods.SelectMany(pod => pod.Addresses),
                .. nodes.SelectMany(node => node.Addresses),
                .. Alphabet.ExternalAddresses,
            ]);
        return WithCalico(random, world with { Nodes = nodes, ClusterPolicies = generator.DrawAll(random.Between(1, 5)) });
    }

    /// <summary>A world with policies of Calico and host endpoints.</summary>
    public static RandomWorld GenerateWithHosts(int seed)
    {
        var world = Generate(seed);
        return new CalicoGenerator(new Random(seed), world).AddWithHosts(world);
    }

    static RandomWorld WithCalico(Random random, RandomWorld world) =>
        random.Chance(60) ? new CalicoGenerator(random, world).AddTo(world) : world;

    static NodeData[] DrawNodes(Random random, AddressPlan plan)
    {
        var nodes = new List<NodeData>();
        var count = random.Between(1, 3);
        for (var number = 1; number <= count; number++)
        {
            var ipv4 = string.Create(CultureInfo.InvariantCulture, $"172.18.0.{10 + number}");
            var ipv6 = string.Create(CultureInfo.InvariantCulture, $"fd00:18::{10 + number}");
            string[] addresses = plan switch
            {
                AddressPlan.IPv4 => [ipv4],
                AddressPlan.IPv6 => [ipv6],
                _ => random.Chance(80) ? [ipv4, ipv6] : [ipv4],
            };
            string[] external = plan != AddressPlan.IPv6 && random.Chance(20)
                ? [string.Create(CultureInfo.InvariantCulture, $"198.51.100.{10 + number}")]
                : [];
            nodes.Add(new NodeData(string.Create(CultureInfo.InvariantCulture, $"n{number}"), addresses, external));
        }

        return [.. nodes];
    }

    static NamespaceData[] DrawNamespaces(Random random, string[] names)
    {
        var namespaces = new List<NamespaceData>();
        foreach (var name in names.Where(_ => random.Chance(85)))
        {
            var labels = LabelGenerator.Draw(random, 45);
            if (random.Chance(50))
            {
                labels[Alphabet.NameLabel] = random.Chance(60) ? name : random.Pick(Alphabet.SelectorNamespaceNames);
            }

            namespaces.Add(new NamespaceData(name, labels));
        }

        return [.. namespaces];
    }
}
