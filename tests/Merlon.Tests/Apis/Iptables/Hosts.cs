using System.Text;
using Merlon.Apis.Iptables;
using Merlon.Evaluation;
using Merlon.Evaluation.Firewalls;
using Merlon.Manifests;
using Merlon.Policies.Firewalls;
using Merlon.Questions;

namespace Merlon.Tests.Apis.Iptables;

/// <summary>A small cluster whose nodes have firewalls.</summary>
static class Hosts
{
    /// <summary>What the Portworx guide runs on every node, in one line a rule.</summary>
    public const string Guide = """
        iptables -A INPUT -p tcp -s 127.0.0.1 --match multiport --dports 9000:9022 -j ACCEPT
        iptables -A INPUT -p tcp -s 70.0.98.11 --match multiport --dports 9000:9022 -j ACCEPT
        iptables -A INPUT -p tcp -s 70.0.98.12 --match multiport --dports 9000:9022 -j ACCEPT
        iptables -A INPUT -p tcp -s 70.0.98.13 --match multiport --dports 9000:9022 -j ACCEPT
        iptables -A INPUT -p tcp -s 70.0.98.14 --match multiport --dports 9000:9022 -j ACCEPT
        iptables -A INPUT -p tcp --match multiport --dports 9000:9022 -j DROP
        """;

    const string Cluster = """
        apiVersion: v1
        kind: Node
        metadata: {name: n1}
        spec: {podCIDR: 10.244.1.0/24}
        status: {addresses: [{type: InternalIP, address: 70.0.98.11}, {type: InternalIP, address: "2001:db8:98::11"}]}
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: n2}
        spec: {podCIDR: 10.244.2.0/24}
        status: {addresses: [{type: InternalIP, address: 70.0.98.12}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: a, namespace: x, labels: {pod: a}}
        spec: {nodeName: n1, containers: [{name: c, image: i}]}
        status: {phase: Running, podIP: 10.244.1.10}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: b, namespace: x, labels: {pod: b}}
        spec: {nodeName: n2, containers: [{name: c, image: i}]}
        status: {phase: Running, podIP: 10.244.2.10}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: c, namespace: x, labels: {pod: c}}
        spec: {nodeName: n1, containers: [{name: c, image: i}]}
        status: {phase: Running, podIP: 10.244.1.11}
        """;

    public static IptablesText Read(string text, string name = "rules.sh") =>
        IptablesReader.Read(new SourceText(name, Encoding.UTF8.GetBytes(text)));

    /// <summary>The cluster with these rules on node n1, without a single policy unless one is given.</summary>
    public static Answerer With(string rules, EvaluationOptions? options = null, string policies = "")
    {
        var manifests = ManifestReader.Read([new SourceText("cluster.yaml", Encoding.UTF8.GetBytes($"{Cluster}\n---\n{policies}"))]);
        Assert.Empty(manifests.Unread);
        var snapshot = Snapshot.From(manifests)
            .With(new HostFirewalls([new("n1", Read(rules).Firewall)]), []);
        return new Answerer(snapshot, options);
    }

    public static Verdict Verdict(this Answerer answerer, string from, string to, string port) =>
        answerer.Ask(from, to, port).Verdict;

    public static Answer Ask(this Answerer answerer, string from, string to, string port)
    {
        var source = answerer.Targets.Resolve(from, out var error);
        Assert.Null(error);
        var destination = answerer.Targets.Resolve(to, out error);
        Assert.Null(error);
        Assert.True(PortQuestion.TryParse(port, out var question, out error), error);
        return answerer.Answer(source!, destination!, question!);
    }

    /// <summary>What the firewall of n1 does with the flow, of which there is one.</summary>
    public static FirewallResult? AtDestination(this Answerer answerer, string from, string to, string port) =>
        Assert.Single(answerer.Ask(from, to, port).Cases).Result.DestinationHost;
}
