using System.Text;
using Merlon.Apis;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Tests.BruteForce;
using Merlon.Tests.Manifests;

namespace Merlon.Tests.Apis.CalicoV3;

public sealed class Conversions
{
    const int Worlds = 60;

    static readonly PolicyConverter Converter = PolicyConverter.All.Single(converter => converter.Target == "calico/v3");

    [Fact]
    public void Every_flow_of_every_random_world_has_the_verdict_that_it_had()
    {
        var (asked, denied) = (0, 0);
        for (var seed = 1; seed <= Worlds; seed++)
        {
            var world = RandomWorldGenerator.Generate(seed);
            var before = Read(WorldManifests.Write(world));
            var converted = Converter.Convert(before.Resources);
            Assert.Empty(converted.Notes);
            Assert.Equal(before.Resources.Policies.Length, converted.Replaced.Length);
            var policies = Snapshot.From(Read(converted.Yaml)).Policies;
            var cluster = Snapshot.From(before).Cluster;
            var (then, now) = (new Evaluator(cluster, Snapshot.From(before).Policies), new Evaluator(cluster, policies));
            var ends = WorldEnd.Inside(cluster).Where(end => end.IsKnownToBruteForce).ToList();
            foreach (var question in FlowQuestions.For(world))
            {
                var from = ends.FirstOrDefault(end => end.Name == question.From && end.Address == question.FromAddress);
                var to = ends.FirstOrDefault(end => end.Name == question.To && end.Address == question.ToAddress);
                if (from?.Address is null || to?.Address is null) continue;
                Assert.True(Protocol.TryParse(question.Protocol, out var protocol));
                var flow = from.FlowTo(to, protocol, (ushort)question.Port);
                var verdict = then.Evaluate(flow).Verdict;
                Assert.True(verdict == now.Evaluate(flow).Verdict, $"seed {seed}: {flow} was {verdict}");
                asked++;
                if (verdict == Verdict.Deny) denied++;
            }
        }
        Assert.InRange(denied, asked / 10, asked * 9 / 10);
    }

    [Fact]
    public void A_policy_of_Calico_2_is_written_in_the_words_of_3()
    {
        var converted = Converter.Convert(Reading.Of("""
            apiVersion: v1
            kind: policy
            metadata: {name: p}
            spec:
              selector: calico/k8s_ns == 'x'
              types: [ingress, egress]
              doNotTrack: true
              ingress: [{action: allow, protocol: tcp, source: {net: 10.0.0.1}, destination: {ports: [80, '90:91']}}]
            """).Resources);
        Assert.Equal(
            """
            apiVersion: projectcalico.org/v3
            kind: GlobalNetworkPolicy
            metadata:
              name: p
            spec:
              selector: "projectcalico.org/namespace == 'x'"
              types: [Ingress, Egress]
              applyOnForward: true
              doNotTrack: true
              ingress:
              - action: Allow
                protocol: TCP
                source:
                  nets: [10.0.0.1/32]
                destination:
                  ports: [80, '90:91']

            """,
            converted.Yaml);
        Assert.Empty(Reading.Of(converted.Yaml).Diagnostics);
    }

    [Fact]
    public void A_name_that_Calico_has_already_is_left_alone()
    {
        const string text = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: p, namespace: x}
            spec: {podSelector: {}}
            ---
            apiVersion: projectcalico.org/v3
            kind: NetworkPolicy
            metadata: {name: p, namespace: x}
            spec: {}
            """;
        var converted = Converter.Convert(Reading.Of(text).Resources);
        Assert.Empty(converted.Replaced);
        Assert.Contains("not converted", Assert.Single(converted.Notes), StringComparison.Ordinal);
    }

    static ManifestSet Read(string text)
    {
        var manifests = ManifestReader.Read([new SourceText("world.yaml", Encoding.UTF8.GetBytes(text))]);
        Assert.True(manifests.Unread.IsEmpty, string.Join('\n', manifests.Diagnostics));
        return manifests;
    }
}
