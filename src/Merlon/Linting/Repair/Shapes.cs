namespace Merlon.Linting.Repair;

/// <summary>The shapes of the kinds that people paste.</summary>
static class Shapes
{
    static readonly Shape V = Shape.Value;
    static readonly Shape Texts = Shape.ListOf(V);

    static readonly Shape Metadata = Shape.Object(
        ("name", V), ("namespace", V), ("generateName", V), ("labels", Shape.Map), ("annotations", Shape.Map));

    static readonly Shape Selector = Shape.Object(
        ("matchLabels", Shape.Map),
        ("matchExpressions", Shape.ListOf(Shape.Object(("key", V), ("operator", V), ("values", Texts)))));

    static readonly Shape Peers = Shape.ListOf(Shape.Object(
        ("podSelector", Selector),
        ("namespaceSelector", Selector),
        ("ipBlock", Shape.Object(("cidr", V), ("except", Texts)))));

    static readonly Shape Ports = Shape.ListOf(Shape.Object(("protocol", V), ("port", V), ("endPort", V)));

    static readonly Shape NetworkPolicy = Document(
        ("podSelector", Selector),
        ("policyTypes", Texts),
        ("ingress", Shape.ListOf(Shape.Object(("from", Peers), ("ports", Ports)))),
        ("egress", Shape.ListOf(Shape.Object(("to", Peers), ("ports", Ports)))));

    static readonly Shape CalicoEntity = Shape.Object(
        ("nets", Texts), ("notNets", Texts), ("net", V), ("notNet", V), ("selector", V), ("notSelector", V),
        ("namespaceSelector", V), ("ports", Texts), ("notPorts", Texts), ("domains", Texts),
        ("serviceAccounts", Shape.Object(("names", Texts), ("selector", V))),
        ("services", Shape.Object(("name", V), ("namespace", V))));

    static readonly Shape Icmp = Shape.Object(("type", V), ("code", V));

    static readonly Shape CalicoRules = Shape.ListOf(Shape.Object(
        ("action", V), ("protocol", V), ("notProtocol", V), ("ipVersion", V), ("icmp", Icmp), ("notICMP", Icmp),
        ("source", CalicoEntity), ("destination", CalicoEntity), ("metadata", Shape.Object(("annotations", Shape.Map)))));

    static readonly Shape CalicoPolicy = Document(
        ("tier", V), ("order", V), ("selector", V), ("namespaceSelector", V), ("types", Texts), ("ingress", CalicoRules),
        ("egress", CalicoRules), ("doNotTrack", V), ("preDNAT", V), ("applyOnForward", V), ("serviceAccountSelector", V));

    static readonly Shape ClusterPorts = Shape.ListOf(Shape.Object(
        ("portNumber", Shape.Object(("protocol", V), ("port", V))),
        ("portRange", Shape.Object(("protocol", V), ("start", V), ("end", V))),
        ("namedPort", V)));

    static readonly Shape ClusterPods = Shape.Object(("namespaceSelector", Selector), ("podSelector", Selector));

    static readonly Shape ClusterPeers = Shape.ListOf(Shape.Object(
        ("namespaces", Selector), ("pods", ClusterPods), ("nodes", Selector), ("networks", Texts), ("domainNames", Texts)));

    static readonly Shape ClusterPolicy = Document(
        ("tier", V),
        ("priority", V),
        ("subject", Shape.Object(("namespaces", Selector), ("pods", ClusterPods))),
        ("ingress", Shape.ListOf(Shape.Object(("name", V), ("action", V), ("from", ClusterPeers), ("ports", ClusterPorts)))),
        ("egress", Shape.ListOf(Shape.Object(("name", V), ("action", V), ("to", ClusterPeers), ("ports", ClusterPorts)))));

    /// <summary>The shape of an object; of an unknown kind only the frame that all have.</summary>
    public static Shape Of(string apiVersion, string kind) => (apiVersion, kind) switch
    {
        ("networking.k8s.io/v1" or "extensions/v1beta1", "NetworkPolicy") => NetworkPolicy,
        (_, "NetworkPolicy" or "GlobalNetworkPolicy") when IsCalico(apiVersion) => CalicoPolicy,
        ("v1", "policy") => CalicoPolicy,
        (_, "Tier") when IsCalico(apiVersion) => Document(("order", V), ("defaultAction", V)),
        (_, "GlobalNetworkSet" or "NetworkSet") when IsCalico(apiVersion) => Document(("nets", Texts)),
        (_, "HostEndpoint") when IsCalico(apiVersion) => Document(
            ("node", V), ("interfaceName", V), ("expectedIPs", Texts), ("profiles", Texts)),
        (_, "ClusterNetworkPolicy" or "AdminNetworkPolicy" or "BaselineAdminNetworkPolicy") => ClusterPolicy,
        _ => Shape.Object(("apiVersion", V), ("kind", V), ("metadata", Metadata), ("spec", Shape.Map)),
    };

    static bool IsCalico(string apiVersion) => apiVersion.Contains("projectcalico.org", StringComparison.Ordinal);

    static Shape Document(params (string Name, Shape Shape)[] spec) => Shape.Object(
        ("apiVersion", V), ("kind", V), ("metadata", Metadata), ("spec", Shape.Object(spec)));
}
