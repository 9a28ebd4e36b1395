using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Merlon.Manifests;
using Merlon.Manifests.Nodes;
using Merlon.Model;

namespace Merlon.Agent.Tests.Labs;

/// <summary>The objects of a cluster as an API server has them: what a lab has made of manifests, and their policies.</summary>
static class ClusterObjects
{
    static readonly string[] Companions = ["Tier", "NetworkSet", "GlobalNetworkSet", "ServiceAccount", "Profile", "FelixConfiguration"];

    /// <summary>Namespaces, nodes, pods and host endpoints, with the addresses and interfaces that the lab gave them.</summary>
    public static IEnumerable<JsonObject> Of(Cluster cluster) =>
    [
        .. cluster.Namespaces.Select(ns => Object("Namespace", null, ns.Name, ns.Labels)),
        .. cluster.Endpoints.Select(endpoint => endpoint.Kind == EndpointKind.Node ? Node(endpoint) : Pod(endpoint)),
        .. cluster.HostEndpoints.Select(Host),
    ];

    /// <summary>The policies as they are written, and what they find by labels and names.</summary>
    public static IEnumerable<JsonObject> Policies(IEnumerable<SourceText> sources) =>
        from source in sources
        from document in Documents(source)
        where (string?)document["kind"] is { } kind && (kind.EndsWith("NetworkPolicy", StringComparison.Ordinal) || Companions.Contains(kind))
        select document;

    static JsonObject Node(Endpoint node)
    {
        var content = Object("Node", null, node.Name, node.Labels);
        content["spec"] = new JsonObject { ["podCIDRs"] = List(node.PodRanges) };
        content["status"] = new JsonObject
        {
            ["addresses"] = new JsonArray([.. node.Addresses.Select(address => (JsonNode)new JsonObject { ["type"] = "InternalIP", ["address"] = $"{address}" })]),
        };
        return content;
    }

    static JsonObject Host(HostEndpoint host)
    {
        var content = Object("HostEndpoint", null, host.Name, host.Labels);
        content["apiVersion"] = "projectcalico.org/v3";
        content["spec"] = new JsonObject
        {
            ["node"] = host.NodeName,
            ["interfaceName"] = host.InterfaceName,
            ["expectedIPs"] = List(host.Addresses),
            ["profiles"] = List(host.Profiles),
        };
        return content;
    }

    static JsonObject Pod(Endpoint pod)
    {
        // A workload is known by its template alone: here it is one pod.
        var name = pod.Id.Text.Split('/', 2)[1].Replace('/', '-').ToLowerInvariant();
        var content = Object("Pod", pod.Namespace?.Name, name, pod.Labels);
        content["spec"] = new JsonObject
        {
            ["nodeName"] = pod.NodeName,
            ["hostNetwork"] = pod.IsHostNetwork,
            ["serviceAccountName"] = pod.ServiceAccount?.Name,
            ["containers"] = new JsonArray(Container(pod, ContainerKind.Regular)),
            ["initContainers"] = new JsonArray(Container(pod, ContainerKind.Sidecar), Container(pod, ContainerKind.Init)),
        };
        content["status"] = new JsonObject
        {
            ["phase"] = "Running",
            ["podIPs"] = new JsonArray([.. pod.Addresses.Select(address => (JsonNode)new JsonObject { ["ip"] = $"{address}" })]),
        };
        return content;
    }

    static JsonObject Container(Endpoint pod, ContainerKind kind)
    {
        var ports = pod.Ports.Where(port => port.Container == kind).Select(port => (JsonNode)new JsonObject
        {
            ["name"] = port.Name, ["containerPort"] = port.Number, ["protocol"] = $"{port.Protocol}",
        });
        var container = new JsonObject { ["name"] = $"{kind}".ToLowerInvariant(), ["ports"] = new JsonArray([.. ports]) };
        if (kind == ContainerKind.Sidecar) container["restartPolicy"] = "Always";
        return container;
    }

    static JsonObject Object(string kind, string? @namespace, string name, LabelSet labels) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = @namespace,
            ["labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
        },
    };

    static JsonArray List<T>(IEnumerable<T> things) => [.. things.Select(thing => (JsonNode)$"{thing}")];

    /// <inheritdoc cref="Documents(SourceText)"/>
    public static IEnumerable<JsonObject> Documents(string yaml) => Documents(new SourceText("objects.yaml", Encoding.UTF8.GetBytes(yaml)));

    /// <summary>The objects of a text as JSON, those of lists one by one.</summary>
    public static IEnumerable<JsonObject> Documents(SourceText source)
    {
        foreach (var document in DocumentSplitter.Split(source.Content))
        {
            var (roots, faults) = YamlTreeBuilder.Build(Encoding.UTF8.GetString(document.Bytes.Span), document.FirstLine, ManifestLimits.Default);
            Assert.Empty(faults);
            foreach (var root in roots.Select(Json).OfType<JsonObject>())
            {
                if (root["items"] is not JsonArray items) yield return root;
                else
                {
                    foreach (var item in items.OfType<JsonObject>()) yield return (JsonObject)item.DeepClone();
                }
            }
        }
    }

    static JsonNode? Json(Node node) => node switch
    {
        MappingNode mapping => new JsonObject(mapping.Fields.Select(field => KeyValuePair.Create(field.Key, Json(field.Value)))),
        SequenceNode sequence => new JsonArray([.. sequence.Items.Select(Json)]),
        ScalarNode { Type: ScalarType.Null } => null,
        ScalarNode { Type: ScalarType.Boolean } flag => bool.Parse(flag.Text),
        ScalarNode { Type: ScalarType.String } text => text.Text,
        ScalarNode number => decimal.Parse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"Nothing is known of a {node.GetType().Name}."),
    };
}
