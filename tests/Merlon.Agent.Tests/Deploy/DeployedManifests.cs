using System.Collections.Immutable;
using Merlon.Manifests;
using Merlon.Tests;
using YamlDotNet.RepresentationModel;

namespace Merlon.Agent.Tests.Deploy;

/// <summary>What is handed to a cluster: read back, and held against what the agent needs.</summary>
public sealed class DeployedManifests
{
    static readonly string Folder = Path.Combine(Repository.Root, "deploy", "kubernetes");
    static readonly string Uninstall = Path.Combine(Repository.Root, "deploy", "kubernetes-uninstall");

    [Fact]
    public void Our_own_reader_finds_nothing_wrong()
    {
        var manifests = ManifestReader.Read([.. Directory.GetFiles(Folder, "*.yaml").Select(file => new SourceText(file, File.ReadAllBytes(file)))]);
        Assert.Empty(manifests.Diagnostics);
        Assert.Empty(manifests.Unread);
        Assert.Equal("merlon-agent", Assert.Single(manifests.Resources.Workloads).Meta.Name);
    }

    [Fact]
    public void The_role_covers_exactly_what_is_watched()
    {
        var role = Documents("rbac.yaml").Single(document => Text(document, "kind") == "ClusterRole");
        var granted =
            from rule in List(role["rules"])
            from apiGroup in List(rule["apiGroups"])
            from resource in List(rule["resources"])
            where !List(rule["verbs"]).Any(verb => verb.ToString() == "get")
            select $"{resource}/{apiGroup} {string.Join(' ', List(rule["verbs"]))}";
        var watched = WatchedResources.All.Select(resource => $"{resource.Plural}/{resource.Group} list watch");
        Assert.Equal(watched.Order(StringComparer.Ordinal), granted.Order(StringComparer.Ordinal));
        // Who may see the policies of which tier, for Calico's own API server.
        var more = List(role["rules"]).Single(rule => List(rule["verbs"]).Any(verb => verb.ToString() == "get"));
        Assert.All(List(more["resources"]), resource => Assert.StartsWith("tier", resource.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void The_agent_is_not_privileged_and_has_one_capability()
    {
        var security = Container()["securityContext"];
        Assert.Equal("false", Text(security, "privileged"));
        Assert.Equal("false", Text(security, "allowPrivilegeEscalation"));
        Assert.Equal("true", Text(security, "readOnlyRootFilesystem"));
        Assert.Equal("RuntimeDefault", Text(security["seccompProfile"], "type"));
        Assert.Equal(["ALL"], List(security["capabilities"]["drop"]).Select(item => item.ToString()));
        Assert.Equal(["NET_ADMIN"], List(security["capabilities"]["add"]).Select(item => item.ToString()));
    }

    [Fact]
    public void The_agent_is_on_every_node_and_replaced_one_by_one()
    {
        var set = Documents("daemonset.yaml").Single();
        var pod = set["spec"]["template"]["spec"];
        Assert.Equal("true", Text(pod, "hostNetwork"));
        Assert.Equal("system-node-critical", Text(pod, "priorityClassName"));
        Assert.Equal("Exists", Text(List(pod["tolerations"]).Single(), "operator"));
        Assert.Equal("1", Text(set["spec"]["updateStrategy"]["rollingUpdate"], "maxUnavailable"));
        Assert.Equal("/healthz", Text(Container()["livenessProbe"]["httpGet"], "path"));
        Assert.Equal("/readyz", Text(Container()["readinessProbe"]["httpGet"], "path"));
    }

    [Fact]
    public void The_kustomization_names_every_file()
    {
        var files = Directory.GetFiles(Folder, "*.yaml").Select(file => Path.GetFileName(file)!).Where(file => file != "kustomization.yaml");
        var named = List(Documents("kustomization.yaml").Single()["resources"]).Select(item => item.ToString());
        Assert.Equal(files.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_stays_in_force_can_be_taken_out_of_every_node()
    {
        var pod = Documents("daemonset.yaml", Uninstall).Single()["spec"]["template"]["spec"];
        var container = List(pod["initContainers"]).Single();
        Assert.Equal(["agent", "uninstall"], List(container["args"]).Select(item => item.ToString()));
        Assert.Equal("true", Text(pod, "hostNetwork"));
        Assert.Equal("Exists", Text(List(pod["tolerations"]).Single(), "operator"));
        Assert.Equal(Container()["securityContext"], container["securityContext"]);
        var images = (string folder) => Documents("kustomization.yaml", folder).Single()["images"];
        Assert.Equal(images(Folder), images(Uninstall));
    }

    static YamlNode Container() => List(Documents("daemonset.yaml").Single()["spec"]["template"]["spec"]["containers"]).Single();

    static ImmutableArray<YamlNode> Documents(string file, string? folder = null)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(Path.Combine(folder ?? Folder, file));
        stream.Load(reader);
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    static IEnumerable<YamlNode> List(YamlNode node) => Assert.IsType<YamlSequenceNode>(node).Children;

    static string Text(YamlNode node, string field) => node[field].ToString();
}
