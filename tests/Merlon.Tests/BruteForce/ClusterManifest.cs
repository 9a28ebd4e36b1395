namespace Merlon.Tests.BruteForce;

/// <summary>Manifests of nodes, namespaces and services.</summary>
static class ClusterManifest
{
    public static YamlMap Node(ManifestStyle style, NodeData node)
    {
        var addresses = node.InternalAddresses.Select(address => Address("InternalIP", address))
            .Concat(node.ExternalAddresses.Select(address => Address("ExternalIP", address)));
        if (style.Chance(50))
        {
            addresses = addresses.Append(Address("Hostname", node.Name));
        }

        var metadata = new YamlMap().With("name", node.Name);
        if (node.Labels.Count > 0)
        {
            metadata = metadata.With("labels", ManifestStyle.Map(node.Labels));
        }

        return style.Object("v1", "Node", metadata)
            .With("status", new YamlMap().With("addresses", new YamlList([.. addresses])));
    }

    public static YamlMap Namespace(ManifestStyle style, NamespaceData ns)
    {
        var metadata = new YamlMap().With("name", ns.Name);
        return style.Object(
            "v1",
            "Namespace",
            ns.WrittenLabels.Count == 0 ? metadata : metadata.With("labels", ManifestStyle.Map(ns.WrittenLabels)));
    }

    public static YamlMap Service(ManifestStyle style, ServiceData service)
    {
        var spec = new YamlMap()
            .With("clusterIP", service.ClusterAddress)
            .With("clusterIPs", style.Chance(50) ? ManifestStyle.List([service.ClusterAddress]) : null)
            .With("selector", style.Optional(service.Selector, ManifestStyle.Map))
            .With("ports", ManifestStyle.List(service.Ports, port => ServicePort(style, port)));
        return style.Object("v1", "Service", style.Metadata(service.Namespace, service.Name)).With("spec", spec);
    }

    static YamlMap ServicePort(ManifestStyle style, ServicePortData port) => new YamlMap()
        .With("name", port.Name)
        .With("port", port.Port)
        .With("protocol", style.OptionalText(port.Protocol))
        .With("targetPort", port.TargetName is null ? style.OptionalNumber(port.TargetNumber) : port.TargetName);

    static YamlMap Address(string type, string address) => new YamlMap().With("type", type).With("address", address);
}
