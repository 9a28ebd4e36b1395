using System.Text;
using System.Text.Json;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Tests.Corpus;

/// <summary>Label selectors of another project, asked through a policy whose subject they are.</summary>
public sealed class LabelSelectors
{
    static readonly Lazy<List<JsonElement>> Lines = new(
        () => [.. CorpusFolder.Lines("selectors/k8s-label-selectors.jsonl")]);

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Math.Max(1, Lines.Value.Count))];

    [Theory]
    [MemberData(nameof(Numbers), DisableDiscoveryEnumeration = true)]
    public void A_peer_with_the_selector_matches_as_expected(int number)
    {
        CorpusFolder.Require();
        var line = Lines.Value[number];
        // As a peer, because there a null selector is no selector, as in the table.
        var policy = $$"""
            {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "p", "namespace": "x"},
             "spec": {"podSelector": {}, "ingress": [{"from": [{"podSelector": {{line.GetProperty("selector").GetRawText()}} }]}]} }
            """;
        var manifests = ManifestReader.Read([new SourceText("policy.json", Encoding.UTF8.GetBytes(policy))]);
        var labels = LabelSet.From(line.GetProperty("labels").EnumerateObject()
            .Select(label => KeyValuePair.Create(label.Name, label.Value.GetString()!)));
        // A selector that the API server refuses never selects anything.
        var matches = Snapshot.From(manifests).Policies.Policies
            .SelectMany(compiled => compiled.Ingress)
            .SelectMany(rule => rule.Peers)
            .OfType<Peer.Pods>()
            .Any(peer => peer.Selector.Pods.Matches(labels));
        Assert.Equal(line.GetProperty("expect").GetBoolean(), matches);
    }
}
