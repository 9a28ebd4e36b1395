using System.Globalization;
using Merlon.Manifests;
using Merlon.Model;

namespace Merlon.Tests.BruteForce;

/// <summary>Writes a world as manifests, in a style that depends on its seed.</summary>
static class WorldManifests
{
    /// <summary>A stream of YAML documents with every object of the world.</summary>
    public static string Write(RandomWorld world)
    {
        var random = new Random(world.Seed);
        var style = new ManifestStyle(random);
        var pods = new PodManifest(style);
        var policies = new PolicyManifest(style);
        IEnumerable<YamlNode> objects =
        [
            .. world.Nodes.Select(node => ClusterManifest.Node(style, node)),
            .. world.Namespaces.Select(ns => ClusterManifest.Namespace(style, ns)),
            .. world.Pods.Select(pods.Write),
            .. world.Services.Select(service => ClusterManifest.Service(style, service)),
            .. world.Policies.Select(policies.Write),
            .. world.ClusterPolicies.Select(new ClusterPolicyManifest(style).Write),
            .. world.Calico is { } calico ? new CalicoManifest(style, random).WriteAll(calico) : [],
        ];
        if (random.Chance(30))
        {
            objects = random.Shuffled(objects);
        }

        var writer = new YamlWriter(random);
        var documents = random.Chance(10) ? [writer.Write(AsList(objects))] : objects.Select(writer.Write);
        var start = random.Chance(50) ? "---\n" : "";
        var title = string.Create(CultureInfo.InvariantCulture, $"# world {world.Seed}\n");
        var text = title + start + string.Join("\n---\n", documents) + "\n";
        return random.Chance(5) ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text;
    }

    /// <summary>How the manifests are read: with what is known of the names in every world.</summary>
    public static ReadOptions Options { get; } = new()
    {
        Domains = new DomainTable(DomainAlphabet.Names.SelectMany(entry =>
            entry.Value.Select(address => KeyValuePair.Create(entry.Key, IpAddress.Parse(address))))),
    };

    static YamlMap AsList(IEnumerable<YamlNode> objects) =>
        new YamlMap().With("apiVersion", "v1").With("kind", "List").With("items", new YamlList([.. objects]));
}
