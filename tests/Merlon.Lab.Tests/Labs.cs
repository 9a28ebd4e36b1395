using System.Text;
using Merlon.Lab.Planning;
using Merlon.Manifests;

namespace Merlon.Lab.Tests;

/// <summary>Inputs and plans for tests.</summary>
static class Labs
{
    public static LabInput Input(string yaml) =>
        new([new SourceText("lab.yaml", Encoding.UTF8.GetBytes(yaml))], ReadOptions.Default);

    public static LabInput Sample(string name) => new(
        [
            .. Directory.GetFiles(Repository.Sample(name), "*.yaml").Order(StringComparer.Ordinal)
                .Select(file => new SourceText(Path.GetFileName(file), File.ReadAllBytes(file))),
        ],
        ReadOptions.Default);

    public static Snapshot Snapshot(LabInput input) =>
        Merlon.Snapshot.From(ManifestReader.Read(input.Sources, input.Options));

    public static LabPlan Plan(string yaml, LabOptions? options = null) => Plan(Input(yaml), options);

    public static LabPlan Plan(LabInput input, LabOptions? options = null)
    {
        var snapshot = Snapshot(input);
        return LabPlan.From(snapshot.Cluster, snapshot.Policies, options ?? new LabOptions());
    }

    public static LabPlace Place(this LabPlan plan, string id) => plan.Places.Single(place => place.Id == id);

    public static string Node(string name, string more = "") =>
        $"{{apiVersion: v1, kind: Node, metadata: {{name: {name}}}{more}}}\n---\n";

    public static string Pod(
        string name, string spec = "containers: [{name: c, image: x}]", string status = "phase: Running") =>
        $"{{apiVersion: v1, kind: Pod, metadata: {{name: {name}, namespace: shop, labels: {{app: {name}}}}}, spec: {{{spec}}}, status: {{{status}}}}}\n---\n";

    public static string Policy(string spec) =>
        $"{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: policy, namespace: shop}}, spec: {{{spec}}}}}\n---\n";
}
