using System.Globalization;

namespace Merlon.Bench;

/// <summary>A cluster made up from a seed: namespaces of teams, pods with a few labels, policies of three rules each.</summary>
sealed class SyntheticCluster(int seed, int pods, int policies)
{
    const int Namespaces = 50;
    const int Teams = 7;
    const int Nodes = 20;

    static readonly string[] Apps = ["web", "api", "db", "cache", "job", "auth", "cart", "mail"];
    static readonly string[] Tiers = ["front", "back", "data"];
    static readonly int[] Ports = [80, 443, 8080, 5432];

    public string ClusterYaml()
    {
        var random = new Random(seed);
        var documents = Enumerable.Range(0, Namespaces)
            .Select(i => Invariant($"apiVersion: v1\nkind: Namespace\nmetadata: {{name: ns-{i}, labels: {{team: t{i % Teams}}}}}\n"))
            .Concat(Enumerable.Range(0, pods).Select(i => Pod(i, random)));
        return string.Join("---\n", documents);
    }

    public string PoliciesYaml()
    {
        var random = new Random(seed + 1);
        return string.Join("---\n", Enumerable.Range(0, policies).Select(i => Policy(i, random)));
    }

    public IEnumerable<string> Flows(int count)
    {
        var random = new Random(seed + 2);
        for (var i = 0; i < count; i++)
        {
            var port = random.Next(5) == 0 ? 22 : Pick(random, Ports);
            yield return Invariant(
                $"{{\"time\":{i},\"from\":\"{PodName(random.Next(pods))}\",\"to\":\"{PodName(random.Next(pods))}\",\"protocol\":\"TCP\",\"port\":{port}}}");
        }
    }

    static string Pod(int i, Random random) => Invariant($$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: pod-{{i}}, namespace: ns-{{i % Namespaces}}, labels: {app: {{Pick(random, Apps)}}, tier: {{Pick(random, Tiers)}}, shard: "{{i % 10}}"} }
        spec:
          nodeName: node-{{i % Nodes}}
          containers: [{name: main, ports: [{name: http, containerPort: 8080}]}]
        status: {phase: Running, podIP: 10.{{i / 250}}.{{i % 250}}.7}

        """);

    static string Policy(int i, Random random)
    {
        var isIngress = random.Next(2) == 0;
        var (section, peers) = isIngress ? ("ingress", "from") : ("egress", "to");
        var rules = string.Concat(Enumerable.Range(0, 3).Select(_ => Invariant(
            $"  - {peers}: [{{{Peer(random)}}}]\n    ports: [{{port: {Pick(random, Ports)}}}]\n")));
        return Invariant($$"""
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: policy-{{i}}, namespace: ns-{{i % Namespaces}}}
            spec:
              podSelector: {matchLabels: {app: {{Pick(random, Apps)}}} }
              policyTypes: [{{(isIngress ? "Ingress" : "Egress")}}]
              {{section}}:
            {{rules}}
            """);
    }

    static string Peer(Random random) => random.Next(3) switch
    {
        0 => Invariant($"namespaceSelector: {{matchLabels: {{team: t{random.Next(Teams)}}}}}"),
        1 => $"podSelector: {{matchLabels: {{app: {Pick(random, Apps)}}}}}",
        _ => Invariant($"ipBlock: {{cidr: 10.0.0.0/8, except: [10.{random.Next(4)}.0.0/16]}}"),
    };

    static string PodName(int i) => Invariant($"ns-{i % Namespaces}/pod-{i}");

    static T Pick<T>(Random random, T[] choices) => choices[random.Next(choices.Length)];

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
