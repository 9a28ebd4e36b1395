using System.Globalization;
using System.Net;
using System.Text;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Linux.Tests.Nftables;

/// <summary>
/// Draws worlds that differ in policies, labels and pods, and agree on three flows: the guest may speak to the server,
/// the stranger may not, nor may the worker speak to the stranger.
/// </summary>
sealed class FloodedWorlds(int seed)
{
    const string Node = "n1";
    const int Others = 30;

    static readonly string[] LocalOthers = ["10.1.0.7", "10.1.0.8", "10.1.0.9", "10.1.0.10"];

    // What policies of the server and the worker may allow, and the stranger never is.
    static readonly string[] Welcome = ["red", "blue"];

    static readonly string[] Unwelcome = ["grey", "white"];

    readonly Random _random = new(seed);

    public static TestFlow Allowed { get; } = new("allowed", IPAddress.Parse("10.2.0.2"), IPAddress.Parse("10.1.0.5"));

    public static TestFlow DeniedIngress { get; } = new("denied_ingress", IPAddress.Parse("10.2.0.3"), IPAddress.Parse("10.1.0.5"));

    public static TestFlow DeniedEgress { get; } = new("denied_egress", IPAddress.Parse("10.1.0.6"), IPAddress.Parse("10.2.0.3"));

    /// <summary>The ruleset of the node in the next world.</summary>
    public NftTable Draw(NftName table) => Compile(table, Objects());

    /// <summary>
    /// Two rulesets between which the stranger joins the very set, and leaves the other one, that the rules of the server
    /// and the worker no longer ask: an old rule with new members, or a new rule with old ones, would let it pass.
    /// </summary>
    public static NftTable[] Swapped(NftName table) => [.. Enumerable.Range(0, 2).Select(i => Compile(table, Swapped(Welcome[i], Welcome[1 - i])))];

    static NftTable Compile(NftName table, IEnumerable<string> objects)
    {
        var text = string.Concat(objects.Select(line => $"--- {line}\n"));
        var manifests = ManifestReader.Read([new SourceText("world.yaml", Encoding.UTF8.GetBytes(text))]);
        Assert.True(manifests.Unread.IsEmpty, string.Join('\n', manifests.Diagnostics));
        var snapshot = Snapshot.From(manifests.Resources, manifests.Unread);
        return RulesetCompiler.Compile(new Evaluator(snapshot.Cluster, snapshot.Policies), Node, table);
    }

    static IEnumerable<string> Swapped(string welcome, string strangers)
    {
        yield return "{apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {podCIDRs: [10.1.0.0/24]}}";
        yield return Pod("server", Node, "10.1.0.5", "server", "none", "one");
        yield return Pod("worker", Node, "10.1.0.6", "worker", "none", "one");
        yield return Pod("other", Node, "10.1.0.7", "other", "none", "one");
        yield return Pod("guest", "n2", "10.2.0.2", "guest", welcome, "one");
        yield return Pod("stranger", "n2", "10.2.0.3", "stranger", strangers, "one");
        yield return Policy("server", "app: server", isIngress: true, $"podSelector: {{matchLabels: {{team: {welcome}}}}}");
        yield return Policy("worker", "app: worker", isIngress: false, $"podSelector: {{matchLabels: {{team: {welcome}}}}}");
        // Others ask both sets all the time.
        yield return Policy("others", "app: other", isIngress: true, "podSelector: {matchLabels: {team: red}}}, {podSelector: {matchLabels: {team: blue}}");
    }

    IEnumerable<string> Objects()
    {
        yield return "{apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {podCIDRs: [10.1.0.0/24]}}";
        yield return Pod("server", Node, "10.1.0.5", "server", Pick(Welcome));
        yield return Pod("worker", Node, "10.1.0.6", "worker", Pick(Welcome));
        yield return Pod("guest", "n2", "10.2.0.2", "guest", Pick([.. Welcome, .. Unwelcome]));
        yield return Pod("stranger", "n2", "10.2.0.3", "stranger", Pick(Unwelcome));
        foreach (var address in LocalOthers.Where(_ => Luck(2))) yield return Pod($"local-{address}", Node, address, "other", Team());
        for (var i = 10; i < 10 + Others; i++)
        {
            if (Luck(2)) yield return Pod(Invariant($"remote-{i}"), "n2", Invariant($"10.2.0.{i}"), "other", Team());
        }
        // Names are in the comments of rules: another name is another chain.
        yield return Policy($"server-{_random.Next(4)}", "app: server", isIngress: true, "podSelector: {matchLabels: {app: guest}}");
        yield return Policy($"worker-{_random.Next(4)}", "app: worker", isIngress: false, "podSelector: {matchLabels: {app: guest}}");
        for (var i = 0; i < 8; i++)
        {
            if (Luck(2)) yield return RandomPolicy(Invariant($"random-{i}"));
        }
    }

    string RandomPolicy(string name)
    {
        var isForOthers = Luck(2);
        var subject = isForOthers ? $"app: other, tier: {Tier()}" : Luck(2) ? $"tier: {Tier()}" : "";
        var peer = _random.Next(4) switch
        {
            0 => "ipBlock: {cidr: 10.2.0.0/16, except: [10.2.0.3/32]}",
            1 => $"ipBlock: {{cidr: 172.{_random.Next(16, 20)}.0.0/16}}",
            _ => $"podSelector: {{matchLabels: {{team: {(isForOthers ? Team() : Pick(Welcome))}}}}}",
        };
        return Policy(name, subject, Luck(2), peer);
    }

    static string Policy(string name, string subject, bool isIngress, string peer)
    {
        var (type, section, end) = isIngress ? ("Ingress", "ingress", "from") : ("Egress", "egress", "to");
        return $"{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: {name}, namespace: x}}, spec: {{podSelector: {{matchLabels: {{{subject}}}}}, policyTypes: [{type}], {section}: [{{{end}: [{{{peer}}}]}}]}}}}";
    }

    string Pod(string name, string node, string address, string app, string team) => Pod(name, node, address, app, team, Tier());

    static string Pod(string name, string node, string address, string app, string team, string tier) =>
        $"{{apiVersion: v1, kind: Pod, metadata: {{name: {name}, namespace: x, labels: {{app: {app}, team: {team}, tier: {tier}}}}}, spec: {{nodeName: {node}}}, status: {{podIP: {address}}}}}";

    string Team() => Pick([.. Welcome, .. Unwelcome]);

    string Tier() => Pick(["one", "two", "three"]);

    bool Luck(int oneIn) => _random.Next(oneIn) == 0;

    string Pick(string[] choices) => choices[_random.Next(choices.Length)];

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
