using System.Text;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Nftables;
using Merlon.Resources;
using Merlon.Tests.BruteForce;

namespace Merlon.Conformance.Tests.Worlds;

/// <summary>A world as its nodes are to enforce it.</summary>
/// <param name="Name">What to call it in reports: with the name it can be made again.</param>
/// <param name="Snapshot">The cluster and its policies.</param>
/// <param name="UnknownPods">What its nodes do with addresses of their ranges that no pod has.</param>
sealed record ConformanceWorld(string Name, Snapshot Snapshot, UnknownPods UnknownPods)
{
    public IEnumerable<Endpoint> Nodes => Snapshot.Cluster.Endpoints.Where(endpoint => endpoint.Kind == EndpointKind.Node);

    /// <summary>
    /// The small world of the seed. Three of four have pod ranges, where the generator takes its addresses from; of
    /// these one in four lets unknown pods pass.
    /// </summary>
    public static ConformanceWorld Small(int seed)
    {
        var hasRanges = seed % 4 != 0;
        return Read(
            $"small world {seed}",
            RandomWorldGenerator.GenerateMixed(seed),
            number => hasRanges ? [Cidr.Parse($"10.244.{number}.0/24"), Cidr.Parse($"fd00:10:244:{number}::/64")] : [],
            seed % 16 == 1 ? UnknownPods.Allow : UnknownPods.Drop);
    }

    /// <summary>The world of the seed with host endpoints, on the interfaces of the rig.</summary>
    public static ConformanceWorld WithHosts(int seed)
    {
        var world = Read(
            $"world with hosts {seed}",
            RandomWorldGenerator.GenerateWithHosts(seed),
            number => [Cidr.Parse($"10.244.{number}.0/24"), Cidr.Parse($"fd00:10:244:{number}::/64")],
            UnknownPods.Allow);
        var resources = world.Snapshot.Resources with
        {
            HostEndpoints =
            [
                .. world.Snapshot.Resources.HostEndpoints.Select(host => host with
                {
                    InterfaceName = host.InterfaceName switch { "*" => "*", "eth1" => "r1", _ => "r0" },
                }),
            ],
        };
        return world with { Snapshot = Snapshot.From(resources, []) };
    }

    /// <summary>The large world of the seed.</summary>
    public static ConformanceWorld Large(int seed) => Read(
        $"large world {seed}",
        new LargeWorldGenerator(seed).Generate(),
        number => [Cidr.Parse($"{LargeWorldGenerator.RangeV4(number)}/16"), Cidr.Parse($"{LargeWorldGenerator.RangeV6(number)}/64")],
        UnknownPods.Drop);

    static ConformanceWorld Read(string name, RandomWorld world, Func<int, Cidr[]> rangesOf, UnknownPods unknownPods)
    {
        var text = Encoding.UTF8.GetBytes(WorldManifests.Write(world));
        var manifests = ManifestReader.Read([new SourceText($"{name}.yaml", text)], WorldManifests.Options);
        Assert.True(manifests.Unread.IsEmpty, $"{name}: {string.Join('\n', manifests.Diagnostics)}");
        // The generators know no pod ranges, and their manifests stay what other tests read.
        var ranges = world.Nodes.Select((node, i) => (node.Name, Ranges: rangesOf(i + 1))).ToDictionary(pair => pair.Name, pair => pair.Ranges);
        var resources = manifests.Resources with
        {
            Nodes = [.. manifests.Resources.Nodes.Select(node => node with { PodRanges = [.. ranges[node.Meta.Name]] })],
        };
        return new ConformanceWorld(name, Snapshot.From(resources, manifests.Unread), unknownPods);
    }
}
