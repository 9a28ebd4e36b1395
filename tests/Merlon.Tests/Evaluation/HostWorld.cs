using System.Text;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Questions;
using Merlon.Tests.Golden;

namespace Merlon.Tests.Evaluation;

/// <summary>The cluster of the golden rows with host endpoints and policies; n1 is 70.0.98.11, n2 is 70.0.98.12.</summary>
sealed class HostWorld
{
    readonly Answerer _answerer;

    public HostWorld(params string[] objects)
    {
        var manifests = ManifestReader.Read(
        [
            new SourceText("cluster.yaml", Encoding.UTF8.GetBytes(GoldenCluster.AllManifests)),
            new SourceText("hosts.yaml", Encoding.UTF8.GetBytes(string.Join("\n---\n", objects))),
        ]);
        Assert.True(manifests.Unread.IsEmpty, string.Join('\n', manifests.Diagnostics));
        _answerer = new Answerer(Snapshot.From(manifests));
    }

    public Evaluator Evaluator => _answerer.Evaluator;

    public static string Endpoint(string name, string node, string? @interface = null, string? expected = null, string profiles = "", string ports = "") =>
        $"{{apiVersion: projectcalico.org/v3, kind: HostEndpoint, metadata: {{name: {name}, labels: {{host: {node}}}}}, spec: {{node: {node}"
            + (@interface is null ? "" : $", interfaceName: \"{@interface}\"")
            + (expected is null ? "" : $", expectedIPs: [{expected}]")
            + $", profiles: [{profiles}], ports: [{ports}]}}}}";

    /// <summary>A global policy on host endpoints of n1; the fields are YAML of one line.</summary>
    public static string Policy(string name, string fields) =>
        $"{{apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {{name: {name}}}, spec: {{selector: \"host == 'n1'\", {fields}}}}}";

    public const string NodePortService = """
        {apiVersion: v1, kind: Service, metadata: {name: np, namespace: x}, spec: {type: NodePort, clusterIP: 10.96.0.20, externalTrafficPolicy: Local, selector: {pod: a}, ports: [{port: 80, targetPort: 80, nodePort: 30080}]}}
        """;

    /// <summary>The verdict of <c>from → to</c> at <c>80</c>, <c>53/UDP</c> and so on; IPv4.</summary>
    public Verdict Ask(string from, string to, string port) => Answer(from, to, port).Verdict;

    public Answer Answer(string from, string to, string port)
    {
        Assert.True(PortQuestion.TryParse(port, out var question, out var error), error);
        var (source, destination) = (Target(from), Target(to));
        return _answerer.Answer(source, destination, question!, IpFamily.IPv4);
    }

    Target Target(string name) =>
        _answerer.Targets.Resolve(name is "n1" or "n2" ? $"node/{name}" : name, out var error) ?? throw new ArgumentException(error);
}
