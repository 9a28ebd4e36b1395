using System.Text;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Questions;

namespace Merlon.Tests.Linting.Codes;

/// <summary>A flow with its verdicts: <c>shop/web → 203.0.113.5 80/tcp: Allow, Deny</c>.</summary>
sealed record CaseFlow(string From, string To, string Port, Verdict? Before, Verdict? After)
{
    /// <summary>The pods that flows are asked among, beside those of the case itself.</summary>
    const string Cluster = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop, labels: {app: web}}
        spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}]}]}
        status: {podIP: 10.244.1.7}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: db, namespace: shop, labels: {app: db}}
        status: {podIP: 10.244.1.8}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: coredns, namespace: kube-system, labels: {k8s-app: kube-dns}}
        status: {podIP: 10.244.1.53}
        """;

    public static CaseFlow Read(string line)
    {
        var parts = line.Split([" → ", " ", ": ", ", "], StringSplitOptions.RemoveEmptyEntries);
        return new CaseFlow(parts[0], parts[1], parts[2].TrimEnd(':'), null, null);
    }

    // What some servers refuse and some store is judged as those that store it do.
    static readonly ReadOptions Lenient = ReadOptions.Default with { ServerVersion = ServerVersion.Oldest };

    /// <summary>The same with its verdicts in two states of the cluster: what every server refuses is not in it.</summary>
    public CaseFlow Judge(string before, string after) => this with { Before = Ask(before), After = Ask(after) };

    Verdict Ask(string policies)
    {
        var sources = new[] { policies, Cluster }
            .Select((text, i) => new SourceText($"{i}.yaml", Encoding.UTF8.GetBytes(text)));
        var answerer = new Answerer(Snapshot.From(ManifestReader.Read(sources, Lenient)));
        var from = answerer.Targets.Resolve(From, out _)!;
        var to = answerer.Targets.Resolve(To, out _)!;
        Assert.True(PortQuestion.TryParse(Port, out var port, out _));
        return answerer.Answer(from, to, port!).Verdict;
    }

    public override string ToString() => $"{From} → {To} {Port}: {Before}, {After}";
}
