using System.Globalization;
using System.Text;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Nftables;

namespace Merlon.Bench.Datapath;

/// <summary>
/// A node of pods, ten policies on each, as rulesets of different structure that judge alike. The last pod is the
/// server; the last policy of each pod lets the client in.
/// </summary>
sealed class Node(int pods)
{
    public const int ClientPort = 8080;
    public const int DeniedPort = 8081;

    public static readonly NftName Table = NftName.Fixed("merlon_a");

    public const string ConntrackOnly = "table inet other {\nchain forward {\ntype filter hook forward priority 0;\nct state established,related accept\n}\n}\n";

    const int Groups = 20;
    const int PeerRules = 9;

    public int Pods { get; } = pods;

    public string ServerAddress => Address(Pods - 1);

    /// <summary>What the compiler makes of the pods and policies as manifests.</summary>
    public NftTable Compile()
    {
        var text = string.Concat(Manifests().Select(line => $"--- {line}\n"));
        var manifests = ManifestReader.Read([new SourceText("node.yaml", Encoding.UTF8.GetBytes(text))]);
        var snapshot = Snapshot.From(manifests);
        if (!snapshot.Unread.IsEmpty) throw new InvalidOperationException($"{manifests.Diagnostics[0]}");
        return RulesetCompiler.Compile(new Evaluator(snapshot.Cluster, snapshot.Policies), "n1", Table);
    }

    /// <summary>Rules of all pods in one chain, behind one for established connections.</summary>
    public string Linear()
    {
        var rules = new StringBuilder("chain forward { type filter hook forward priority 0;\nct state established,related accept\n");
        for (var pod = 0; pod < Pods; pod++)
        {
            foreach (var condition in Conditions(pod)) rules.Append(Invariant($"ip daddr {Address(pod)} {condition} accept\n"));
            rules.Append(Invariant($"ip daddr {Address(pod)} drop\n"));
        }
        return $"table inet other {{\n{Sets()}{rules}}}\n}}\n";
    }

    /// <summary>
    /// As kube-router does: for each pod two jumps in line, to a chain of its own, where established connections are
    /// accepted and the chains of its policies are called one by one.
    /// </summary>
    public string ChainPerPod()
    {
        var chains = new StringBuilder();
        for (var group = 0; group < Math.Min(Groups, Pods); group++)
        {
            var number = 0;
            foreach (var condition in Conditions(group)) chains.Append(Invariant($"chain policy_{group}_{number++} {{ {condition} accept; }}\n"));
        }
        var line = new StringBuilder();
        for (var pod = 0; pod < Pods; pod++)
        {
            var calls = string.Concat(Enumerable.Range(0, PeerRules + 1).Select(i => Invariant($"jump policy_{pod % Groups}_{i}; ")));
            chains.Append(Invariant($"chain from_{pod} {{ ct state established,related accept; }}\n"));
            chains.Append(Invariant($"chain to_{pod} {{ ct state established,related accept; {calls}drop; }}\n"));
            line.Append(Invariant($"ip saddr {Address(pod)} jump from_{pod}\nip daddr {Address(pod)} jump to_{pod}\n"));
        }
        return $"table inet other {{\n{Sets()}{chains}chain forward {{ type filter hook forward priority 0;\n{line}}}\n}}\n";
    }

    IEnumerable<string> Manifests()
    {
        yield return "{apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {podCIDRs: [10.64.0.0/16]}}";
        yield return $"{{apiVersion: v1, kind: Pod, metadata: {{name: client, namespace: x, labels: {{role: client}}}}, spec: {{nodeName: n2}}, status: {{podIP: {Lane.ClientAddress}}}}}";
        for (var pod = 0; pod < Pods; pod++)
        {
            yield return Invariant($"{{apiVersion: v1, kind: Pod, metadata: {{name: pod-{pod}, namespace: x, labels: {{group: g{pod % Groups}}}}}, spec: {{nodeName: n1}}, status: {{podIP: {Address(pod)}}}}}");
        }
        for (var group = 0; group < Groups; group++)
        {
            for (var i = 0; i < PeerRules; i++)
            {
                yield return Policy($"p-{group}-{i}", group, $"group: g{Peer(group, i)}", Invariant($"{{protocol: TCP, port: {PeerPort(i)}}}"));
            }
            yield return Policy($"p-{group}-client", group, "role: client", Invariant($"{{protocol: TCP, port: {ClientPort}}}, {{protocol: UDP, port: {ClientPort}}}"));
        }
    }

    static string Policy(string name, int group, string peer, string ports) =>
        Invariant($"{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: {name}, namespace: x}}, spec: {{podSelector: {{matchLabels: {{group: g{group}}}}}, ingress: [{{from: [{{podSelector: {{matchLabels: {{{peer}}}}}}}], ports: [{ports}]}}]}}}}");

    static IEnumerable<string> Conditions(int pod)
    {
        for (var i = 0; i < PeerRules; i++) yield return Invariant($"ip saddr @group_{Peer(pod % Groups, i)} tcp dport {PeerPort(i)}");
        yield return Invariant($"ip saddr @clients meta l4proto != icmp th dport {ClientPort}");
    }

    string Sets()
    {
        var sets = new StringBuilder($"set clients {{ type ipv4_addr; elements = {{ {Lane.ClientAddress} }}; }}\n");
        for (var group = 0; group < Groups; group++)
        {
            var members = string.Join(", ", Enumerable.Range(0, Pods).Where(pod => pod % Groups == group).Select(Address));
            sets.Append(Invariant($"set group_{group} {{ type ipv4_addr; {(members.Length > 0 ? $"elements = {{ {members} }};" : "")} }}\n"));
        }
        return sets.ToString();
    }

    static int Peer(int group, int i) => (group + i + 1) % Groups;

    static int PeerPort(int i) => 9000 + i;

    static string Address(int pod) => Invariant($"10.64.{pod / 250}.{pod % 250 + 1}");

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
