using System.Globalization;
using System.Text.Json.Nodes;
using Merlon.TestServer;

namespace Merlon.Bench.Agent;

/// <summary>
/// A cluster for one agent: pods of a few labels in fifty namespaces, some of them on the agent's node, and policies of
/// three rules each. Three objects change, each in a way that the node's kernel must learn of.
/// </summary>
sealed class AgentCluster(ApiServer server, int pods, int localPods, int policies)
{
    public const string Node = "node-0";

    const int Namespaces = 50;

    static readonly string[] Apps = ["web", "api", "db", "cache", "job", "auth", "cart", "mail"];
    static readonly int[] Ports = [80, 443, 8080, 5432];

    public void Fill()
    {
        var random = new Random(1);
        var nodes = Math.Max(2, (pods / 200) + 1);
        for (var i = 0; i < nodes; i++) Put("nodes", "", null, Invariant($"node-{i}"), Invariant($$$$$"""{"spec":{"podCIDRs":["{{{{{(i == 0 ? "10.0.0.0/23" : Range(i))}}}}}"]}}"""));
        for (var i = 0; i < Namespaces; i++) Put("namespaces", "", null, Invariant($"ns-{i}"), Invariant($$$$$"""{"metadata":{"labels":{"team":"t{{{{{i % 7}}}}}"}}}"""));
        for (var i = 0; i < pods; i++)
        {
            var (node, address) = i < localPods
                ? (Node, Invariant($"10.0.{i / 250}.{(i % 250) + 2}"))
                : (Invariant($"node-{1 + (i % (nodes - 1))}"), Invariant($"10.{1 + (i / 60_000)}.{i / 250 % 240}.{(i % 250) + 2}"));
            PutPod(Invariant($"ns-{i % Namespaces}"), Invariant($"pod-{i}"), node, address, Apps[random.Next(Apps.Length)], i);
        }
        for (var i = 0; i < policies; i++) PutPolicy(i, random);
        PutPolicy("probe", "shard: \"0\"", """{"podSelector":{"matchLabels":{"probe":"yes"}}}""");
        Put("networkpolicies", "networking.k8s.io", "ns-0", "mover", """{"spec":{"podSelector":{"matchLabels":{"probe":"moved"}},"policyTypes":["Ingress"]}}""");
        ChangeRemotePod(0);
        ChangeLocalPod(0);
        ChangePolicy(0);
    }

    /// <summary>A pod elsewhere joins or leaves a set.</summary>
    public void ChangeRemotePod(int round) =>
        PutPod("ns-0", "remote-probe", "node-1", "10.250.0.2", "web", 0, round % 2 == 0 ? "yes" : "no");

    /// <summary>A pod of the node itself gets another chain.</summary>
    public void ChangeLocalPod(int round) =>
        PutPod("ns-0", "local-probe", Node, "10.0.1.250", "web", 1, round % 2 == 0 ? "still" : "moved");

    /// <summary>A policy of pods of the node lets other addresses in.</summary>
    public void ChangePolicy(int round) =>
        PutPolicy("changing", "shard: \"0\"", Invariant($$$$$"""{"ipBlock":{"cidr":"172.16.{{{{{round % 250}}}}}.0/24"}}"""));

    void PutPod(string @namespace, string name, string node, string address, string app, int i, string probe = "none") => Put(
        "pods", "", @namespace, name,
        Invariant($$$$$"""{"metadata":{"labels":{"app":"{{{{{app}}}}}","shard":"{{{{{i % 10}}}}}","tier":"t{{{{{i % 3}}}}}","pod-template-hash":"5d8f7c{{{{{i % 97}}}}}","probe":"{{{{{probe}}}}}"}},"spec":{"nodeName":"{{{{{node}}}}}","serviceAccountName":"default","containers":[{"name":"main","image":"registry.example/app:1","ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}],"resources":{},"volumeMounts":[{"name":"token","mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}]}]},"status":{"phase":"Running","podIP":"{{{{{address}}}}}","podIPs":[{"ip":"{{{{{address}}}}}"}],"hostIP":"192.168.0.1","conditions":[{"type":"Ready","status":"True"}]}}"""));

    void PutPolicy(int i, Random random)
    {
        var isIngress = random.Next(2) == 0;
        var (type, section, peers) = isIngress ? ("Ingress", "ingress", "from") : ("Egress", "egress", "to");
        var rules = string.Join(',', Enumerable.Range(0, 3).Select(_ => Invariant(
            $$$$$"""{"{{{{{peers}}}}}":[{{{{{Peer(random)}}}}}],"ports":[{"port":{{{{{Ports[random.Next(Ports.Length)]}}}}}}]}""")));
        Put("networkpolicies", "networking.k8s.io", Invariant($"ns-{i % Namespaces}"), Invariant($"policy-{i}"), Invariant(
            $$$$$"""{"spec":{"podSelector":{"matchLabels":{"app":"{{{{{Apps[random.Next(Apps.Length)]}}}}}"}},"policyTypes":["{{{{{type}}}}}"],"{{{{{section}}}}}":[{{{{{rules}}}}}]}}"""));
    }

    void PutPolicy(string name, string subject, string peer)
    {
        var (key, value) = (subject.Split(": ")[0], subject.Split(": ")[1]);
        Put("networkpolicies", "networking.k8s.io", "ns-0", name,
            $$$$$"""{"spec":{"podSelector":{"matchLabels":{"{{{{{key}}}}}":{{{{{value}}}}}}},"policyTypes":["Ingress"],"ingress":[{"from":[{{{{{peer}}}}}]}]}}""");
    }

    static string Peer(Random random) => random.Next(3) switch
    {
        0 => Invariant($$$$$"""{"namespaceSelector":{"matchLabels":{"team":"t{{{{{random.Next(7)}}}}}"}}}"""),
        1 => $$$$$"""{"podSelector":{"matchLabels":{"app":"{{{{{Apps[random.Next(Apps.Length)]}}}}}"}}}""",
        _ => Invariant($$$$$"""{"ipBlock":{"cidr":"10.0.0.0/8","except":["10.{{{{{random.Next(4)}}}}}.0.0/16"]}}"""),
    };

    void Put(string plural, string apiGroup, string? @namespace, string name, string json) =>
        server.Store.Put(ServedResource.Of(plural, apiGroup), @namespace ?? "", name, JsonNode.Parse(json)!.AsObject());

    static string Range(int node) => Invariant($"10.{100 + (node / 250)}.{node % 250}.0/24");

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
