using System.Globalization;

namespace Merlon.Tests.BruteForce;

/// <summary>Draws the pods of one world, with addresses that no two live pods share.</summary>
sealed class PodGenerator(
    Random random,
    AddressPlan plan,
    IReadOnlyList<NodeData> nodes,
    IReadOnlyList<string> namespaceNames)
{
    const int NetworkOfUnscheduledPods = 9;

    static readonly int[] Hosts = [2, 3, 8, 9, 10, 14, 15, 16, 17, 31, 127, 128, 254];

    readonly List<PodData> _pods = [];

    public IReadOnlyList<PodData> DrawAll(int count)
    {
        // Two ordinary pods first, so that every world has something to ask about.
        _pods.Add(DrawOrdinary());
        _pods.Add(DrawOrdinary());
        while (_pods.Count < count)
        {
            _pods.Add(Draw());
        }

        return random.Shuffled(_pods);
    }

    PodData DrawOrdinary()
    {
        var node = random.Pick(nodes);
        return Assemble(node.Name, DrawAddresses(NetworkOf(node.Name)), PodPhase.Running, hostNetwork: false);
    }

    PodData Draw() => random.Next(100) switch
    {
        < 60 => DrawOrdinary(),
        < 72 => DrawOnHostNetwork(),
        < 86 => DrawFinished(),
        _ => DrawUnready(),
    };

    PodData DrawOnHostNetwork()
    {
        if (random.Chance(8))
        {
            return Assemble(null, [], PodPhase.Pending, hostNetwork: true);
        }

        var node = random.Pick(nodes);
        var phase = random.Chance(85) ? PodPhase.Running : random.Pick([PodPhase.Pending, PodPhase.Failed]);
        return Assemble(node.Name, phase == PodPhase.Pending ? [] : node.InternalAddresses, phase, hostNetwork: true);
    }

    PodData DrawFinished()
    {
        var node = random.Pick(nodes);
        var addresses = DrawAddresses(NetworkOf(node.Name));
        if (random.Chance(30))
        {
            // An address goes back to the pool when its pod ends, and another pod may have got it since.
            addresses = random.Pick(_pods.Where(IsPodNetworkPodWithAddress).ToArray()).Addresses;
        }

        return Assemble(node.Name, addresses, random.Pick([PodPhase.Succeeded, PodPhase.Failed]), hostNetwork: false);
    }

    static bool IsPodNetworkPodWithAddress(PodData pod) =>
        pod is { IsFinished: false, HostNetwork: false, Addresses.Count: > 0 };

    PodData DrawUnready() => random.Next(100) switch
    {
        < 35 => Assemble(null, [], PodPhase.Pending, hostNetwork: false),
        < 60 => Assemble(random.Pick(nodes).Name, [], PodPhase.Pending, hostNetwork: false),
        < 75 => Assemble(null, DrawAddresses(NetworkOfUnscheduledPods), PodPhase.Running, hostNetwork: false),
        < 90 => Assemble(nodes[0].Name, DrawAddresses(NetworkOf(nodes[0].Name)), PodPhase.Pending, hostNetwork: false),
        _ => Assemble(random.Pick(nodes).Name, [], PodPhase.Running, hostNetwork: false),
    };

    PodData Assemble(string? nodeName, IReadOnlyList<string> addresses, PodPhase phase, bool hostNetwork)
    {
        var ns = random.Pick(namespaceNames);
        var taken = _pods.Where(pod => pod.Namespace == ns).Select(pod => pod.Name);
        var name = Alphabet.PodNames.Except(taken).First();
        var labels = LabelGenerator.Draw(random, 45);
        var containers = new ContainerGenerator(random, hostNetwork).DrawAll();
        return new PodData(ns, name, nodeName, labels, addresses, phase, hostNetwork, containers);
    }

    int NetworkOf(string nodeName) => 1 + nodes.ToList().FindIndex(node => node.Name == nodeName);

    IReadOnlyList<string> DrawAddresses(int network)
    {
        var host = random.Pick(Hosts.Where(candidate => !IsTaken(network, candidate)).ToArray());
        var ipv4 = IPv4(network, host);
        var ipv6 = IPv6(network, host);
        return plan switch
        {
            AddressPlan.IPv4 => [ipv4],
            AddressPlan.IPv6 => [ipv6],
            _ => random.Next(10) switch
            {
                < 2 => [ipv4],
                < 4 => [ipv6],
                4 => [ipv6, ipv4],
                _ => [ipv4, ipv6],
            },
        };
    }

    bool IsTaken(int network, int host) =>
        _pods.Any(pod => pod.Addresses.Contains(IPv4(network, host)) || pod.Addresses.Contains(IPv6(network, host)));

    static string IPv4(int network, int host) =>
        string.Create(CultureInfo.InvariantCulture, $"10.244.{network}.{host}");

    static string IPv6(int network, int host) =>
        string.Create(CultureInfo.InvariantCulture, $"fd00:10:244:{network}::{host}");
}
