using System.Globalization;
using System.Text;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Bench.Analysis;

/// <summary>
/// A cluster as companies run them, from a seed: namespaces of teams, a few apps in each with some replicas, default
/// denials, DNS, a rule for each connection that an app needs, blocks outside. The ports of its policies cut TCP into
/// 16 stretches.
/// </summary>
sealed class TeamCluster(int seed, int namespaces, int appsPerNamespace, int replicas, int policies)
{
    const int Teams = 20;
    const int PodsPerNode = 100;

    static readonly int[] Ports = [80, 443, 3306, 5432, 6379, 8080, 9092, 9100];

    public int Pods => namespaces * appsPerNamespace * replicas;

    /// <summary>The cluster, without a detour over text: each pod has one address.</summary>
    public Cluster BuildCluster()
    {
        var homes = Enumerable.Range(0, namespaces)
            .Select(i => ClusterNamespace.Create(NamespaceName(i), LabelSet.From([new("team", TeamName(i % Teams))]), null))
            .ToArray();
        var endpoints = new List<Endpoint>(Pods);
        foreach (var home in homes)
        {
            for (var app = 0; app < appsPerNamespace; app++)
            {
                var labels = LabelsOf(app);
                var workload = EndpointId.Workload(home.Name, "Deployment", AppName(app));
                var location = new SourceLocation("cluster.yaml", endpoints.Count + 1, 1);
                for (var replica = 0; replica < replicas; replica++)
                {
                    endpoints.Add(Pod(home, labels, workload, location, endpoints.Count, replica));
                }
            }
        }
        return new Cluster([.. homes], [.. endpoints], new AddressIndex(endpoints), []);
    }

    /// <summary>The policies, read from their manifests.</summary>
    public PolicySet ReadPolicies()
    {
        var manifests = ManifestReader.Read([new SourceText("policies.yaml", Encoding.UTF8.GetBytes(PoliciesYaml()))]);
        if (!manifests.Unread.IsEmpty) throw new InvalidOperationException($"{manifests.Unread[0]}");
        return Snapshot.From(manifests).Policies;
    }

    /// <summary>The same pods as manifests, as <c>kubectl get pods -o yaml</c> writes the fields that matter.</summary>
    public IEnumerable<string> PodDocuments()
    {
        for (var i = 0; i < Pods; i++)
        {
            var (home, app, replica) = PlaceOf(i);
            yield return Invariant($$"""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: {{AppName(app)}}-{{replica}}
                  namespace: {{NamespaceName(home)}}
                  labels:
                    app: {{AppName(app)}}
                    pod-template-hash: 5d{{app}}
                    tier: {{TierOf(app)}}
                  ownerReferences:
                  - apiVersion: apps/v1
                    kind: ReplicaSet
                    name: {{AppName(app)}}-5d{{app}}
                    controller: true
                spec:
                  nodeName: node-{{i / PodsPerNode}}
                  containers:
                  - name: main
                    image: registry.example.com/team/{{AppName(app)}}:1.2.3
                    ports:
                    - name: http
                      containerPort: 8080
                      protocol: TCP
                status:
                  phase: Running
                  podIP: {{AddressOf(i)}}
                  podIPs:
                  - ip: {{AddressOf(i)}}

                """);
        }
    }

    /// <summary>The same pods as <c>kubectl get pods -o json</c> writes them.</summary>
    public string PodsJson() => """{"apiVersion":"v1","kind":"List","items":[""" + string.Join(",\n", Enumerable.Range(0, Pods).Select(i =>
    {
        var (home, app, replica) = PlaceOf(i);
        return Invariant($$$"""
            {"apiVersion": "v1", "kind": "Pod",
             "metadata": {"name": "{{{AppName(app)}}}-{{{replica}}}", "namespace": "{{{NamespaceName(home)}}}",
              "labels": {"app": "{{{AppName(app)}}}", "pod-template-hash": "5d{{{app}}}", "tier": "{{{TierOf(app)}}}"},
              "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "{{{AppName(app)}}}-5d{{{app}}}", "controller": true}]},
             "spec": {"nodeName": "node-{{{i / PodsPerNode}}}",
              "containers": [{"name": "main", "image": "registry.example.com/team/{{{AppName(app)}}}:1.2.3",
               "ports": [{"name": "http", "containerPort": 8080, "protocol": "TCP"}]}]},
             "status": {"phase": "Running", "podIP": "{{{AddressOf(i)}}}", "podIPs": [{"ip": "{{{AddressOf(i)}}}"}]}}
            """);
    })) + "]}";

    public string PoliciesYaml()
    {
        var random = new Random(seed);
        return string.Join("---\n", Enumerable.Range(0, policies).Select(i => Policy(i, random)));
    }

    static Endpoint Pod(
        ClusterNamespace home, LabelSet labels, EndpointId workload, SourceLocation location, int index, int replica)
    {
        var name = Invariant($"{labels[0].Value}-{replica}");
        return new Endpoint
        {
            Id = EndpointId.Pod(home.Name, name),
            Kind = EndpointKind.Pod,
            Name = name,
            Namespace = home,
            Labels = labels,
            Addresses = [IpAddress.Parse(AddressOf(index))],
            NodeName = Invariant($"node-{index / PodsPerNode}"),
            Workload = workload,
            Location = location,
        };
    }

    // The first policies of a namespace deny all and open DNS, as most do; the rest open what one app needs.
    string Policy(int i, Random random)
    {
        var (home, turn) = (i % namespaces, i / namespaces);
        var head = Invariant($"apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: p{turn}, namespace: {NamespaceName(home)}}}\nspec:\n");
        if (turn == 0) return head + "  podSelector: {}\n  policyTypes: [Ingress, Egress]\n";
        if (turn == 1)
        {
            return head + "  podSelector: {}\n  policyTypes: [Egress]\n  egress:\n"
                + $"  - to: [{{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {NamespaceName(0)}}}}}, podSelector: {{matchLabels: {{app: {AppName(0)}}}}}}}]\n"
                + "    ports: [{port: 53, protocol: UDP}, {port: 53}]\n";
        }
        var isIngress = random.Next(2) == 0;
        var (type, section, word) = isIngress ? ("Ingress", "ingress", "from") : ("Egress", "egress", "to");
        return head + Invariant($"  podSelector: {{matchLabels: {{app: {AppName(random.Next(appsPerNamespace))}}}}}\n  policyTypes: [{type}]\n  {section}:\n")
            + string.Concat(Enumerable.Range(0, 2).Select(_ => Invariant(
                $"  - {word}: [{{{Peer(random)}}}]\n    ports: [{{port: {Ports[random.Next(Ports.Length)]}}}]\n")));
    }

    string Peer(Random random) => random.Next(4) switch
    {
        0 => Invariant($"podSelector: {{matchLabels: {{app: {AppName(random.Next(appsPerNamespace))}}}}}"),
        1 => Invariant($"namespaceSelector: {{matchLabels: {{team: {TeamName(random.Next(Teams))}}}}}"),
        2 => Invariant($"namespaceSelector: {{matchLabels: {{team: {TeamName(random.Next(Teams))}}}}}, podSelector: {{matchLabels: {{tier: {TierOf(random.Next(3))}}}}}"),
        _ => Invariant($"ipBlock: {{cidr: 10.0.0.0/8, except: [10.{random.Next(16)}.0.0/16]}}"),
    };

    (int Home, int App, int Replica) PlaceOf(int index) =>
        (index / (appsPerNamespace * replicas), index / replicas % appsPerNamespace, index % replicas);

    static LabelSet LabelsOf(int app) => LabelSet.From(
    [
        new("app", AppName(app)),
        new("pod-template-hash", Invariant($"5d{app}")),
        new("tier", TierOf(app)),
    ]);

    static string NamespaceName(int i) => Invariant($"ns-{i}");

    static string TeamName(int i) => Invariant($"team-{i}");

    static string AppName(int i) => Invariant($"app-{i}");

    static string TierOf(int app) => (app % 3) switch { 0 => "front", 1 => "back", _ => "data" };

    static string AddressOf(int i) => Invariant($"10.{(i >> 16) & 255}.{(i >> 8) & 255}.{i & 255}");

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
