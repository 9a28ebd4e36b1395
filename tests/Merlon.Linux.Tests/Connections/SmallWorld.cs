using System.Text;
using Merlon.Evaluation;
using Merlon.Linux.Tests.Nftables;
using Merlon.Manifests;
using Merlon.Nftables;

namespace Merlon.Linux.Tests.Connections;

/// <summary>A node with a server and another pod, and remote pods: a client, and one that no policy ever speaks of.</summary>
static class SmallWorld
{
    public const string NodeV4 = "10.1.0.1";
    public const string NodeV6 = "fd01::1";
    public const string ServerV4 = "10.1.0.5";
    public const string ServerV6 = "fd01::5";
    public const string OtherV4 = "10.1.0.6";
    public const string OtherV6 = "fd01::6";
    public const string ClientV4 = "10.2.0.2";
    public const string ClientV6 = "fd02::2";
    public const string StrangerV4 = "10.2.0.3";
    public const string StrangerV6 = "fd02::3";
    public const string ServiceV4 = "10.96.0.1";
    public const string ServiceV6 = "fd96::1";

    /// <summary>The client may reach the server, and the server the client, whatever isolates it.</summary>
    public const string ClientMayCome = "name: p, podSelector: {matchLabels: {app: server}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: client}}}]}]";
    public const string ServerMayGo = "name: p, podSelector: {matchLabels: {app: server}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: client}}}, {ipBlock: {cidr: 10.1.0.1/32}}, {ipBlock: {cidr: \"fd01::1/128\"}}]}]";
    public const string NobodyMayCome = "name: p, podSelector: {matchLabels: {app: server}}, policyTypes: [Ingress]";
    public const string ServerMayNotGo = "name: p, podSelector: {matchLabels: {app: server}}, policyTypes: [Egress]";

    public static string[] LocalAddresses { get; } = [ServerV4, ServerV6, OtherV4, OtherV6];

    public static string[] RemoteAddresses { get; } = [ClientV4, ClientV6, StrangerV4, StrangerV6];

    /// <summary>The ruleset of the node under some policies.</summary>
    public static NftTable Under(params string[] policies) => Under(Names.TableA, EpochMask.Default, policies);

    /// <inheritdoc cref="Under(string[])"/>
    public static NftTable Under(NftName table, EpochMask epochs, params string[] policies)
    {
        var text = $$$"""
            --- {apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {podCIDRs: [10.1.0.0/24, "fd01::/64"]}, status: {addresses: [{type: InternalIP, address: 10.1.0.1}, {type: InternalIP, address: "fd01::1"}]}}
            {{{Pod("server", "n1", ServerV4, ServerV6)}}}
            {{{Pod("other", "n1", OtherV4, OtherV6)}}}
            {{{Pod("client", "n2", ClientV4, ClientV6)}}}
            {{{Pod("stranger", "n2", StrangerV4, StrangerV6)}}}
            {{{string.Join('\n', policies.Select(Policy))}}}
            """;
        var manifests = ManifestReader.Read([new SourceText("world.yaml", Encoding.UTF8.GetBytes(text))]);
        Assert.True(manifests.Unread.IsEmpty, string.Join('\n', manifests.Diagnostics));
        var snapshot = Snapshot.From(manifests);
        return RulesetCompiler.Compile(new Evaluator(snapshot.Cluster, snapshot.Policies), "n1", table, UnknownPods.Drop, epochs);
    }

    static string Policy(string spec)
    {
        var (name, rest) = (spec.Split(',')[0], spec[(spec.IndexOf(',', StringComparison.Ordinal) + 1)..]);
        return $"--- {{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{{name}, namespace: x}}, spec: {{{rest}}}}}";
    }

    static string Pod(string name, string node, string v4, string v6) =>
        $"--- {{apiVersion: v1, kind: Pod, metadata: {{name: {name}, namespace: x, labels: {{app: {name}}}}}, spec: {{nodeName: {node}}}, status: {{podIPs: [{{ip: {v4}}}, {{ip: \"{v6}\"}}]}}}}";
}
