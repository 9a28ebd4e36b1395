using System.Collections.Immutable;
using System.Text;
using Merlon.Manifests;
using Merlon.Resources;
using Merlon.Tests.BruteForce;

namespace Merlon.Tests.Manifests;

/// <summary>What an agent keeps of a pod is what was told of it, as far as anyone reads it.</summary>
public sealed class PodJsons
{
    const string Everything = """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"name": "web-1", "namespace": "shop", "labels": {"app": "web", "pod-template-hash": "77f"}, "annotations": {"merlon.dev/note": "a \"quoted\" one"},
                      "ownerReferences": [{"kind": "ReplicaSet", "name": "web-77f", "controller": true}]},
         "spec": {"hostNetwork": true, "nodeName": "n1", "serviceAccount": "shopkeeper",
                  "containers": [{"name": "main", "ports": [{"name": "http", "containerPort": 8080}, {"containerPort": 53, "protocol": "UDP"}]}],
                  "initContainers": [{"name": "proxy", "restartPolicy": "Always", "ports": [{"name": "mesh", "containerPort": 15001, "protocol": "SCTP"}]},
                                     {"name": "once", "ports": [{"containerPort": 1}]}]},
         "status": {"phase": "Running", "podIPs": [{"ip": "10.1.0.5"}, {"ip": "fd00::5"}], "hostIPs": [{"ip": "192.168.0.1"}],
                    "conditions": [{"type": "Ready", "status": "False"}]}}
        """;

    [Fact]
    public void What_is_written_of_a_pod_reads_as_the_same_pod()
    {
        var pod = Assert.Single(Read(Encoding.UTF8.GetBytes(Everything)));
        AssertSame(pod, Assert.Single(Read(PodJson.Write(pod))));
        AssertSame(pod, new PodSharing().Share(pod));
    }

    [Fact]
    public void So_do_the_pods_of_random_worlds()
    {
        var sharing = new PodSharing();
        var pods = Enumerable.Range(1, 300)
            .SelectMany(seed => ManifestReader.Read([new SourceText("world.yaml", Encoding.UTF8.GetBytes(WorldManifests.Write(RandomWorldGenerator.Generate(seed))))]).Resources.Pods)
            .ToList();
        Assert.NotEmpty(pods);
        Assert.All(pods, pod =>
        {
            var shared = sharing.Share(pod);
            AssertSame(pod, shared);
            AssertSame(pod, Assert.Single(Read(PodJson.Write(shared))));
        });
    }

    [Fact]
    public void Pods_share_what_is_equal_in_them()
    {
        var sharing = new PodSharing();
        var (one, other) = (sharing.Share(Pod("web-1")), sharing.Share(Pod("web-2")));
        Assert.Same(one.Meta.Labels, other.Meta.Labels);
        Assert.Same(one.Spec, other.Spec);
        Assert.Equal(one.HostAddresses, other.HostAddresses);
        Assert.NotEqual(one.Meta.Name, other.Meta.Name);

        static PodResource Pod(string name) =>
            Assert.Single(Read(Encoding.UTF8.GetBytes(Everything.Replace("web-1", name, StringComparison.Ordinal))));
    }

    static ImmutableArray<PodResource> Read(byte[] json) =>
        ManifestReader.Read([new SourceText("pods/shop/web-1", json) { IsStored = true }]).Resources.Pods;

    static void AssertSame(PodResource expected, PodResource found)
    {
        Assert.Equal(expected.Meta.QualifiedName, found.Meta.QualifiedName);
        Assert.Equal(expected.Meta.Labels, found.Meta.Labels);
        Assert.Equal(expected.Meta.Annotations, found.Meta.Annotations);
        Assert.Equal(expected.Meta.Owners.AsEnumerable(), found.Meta.Owners);
        Assert.Equal(expected.Meta.IsNamespaceAssumed, found.Meta.IsNamespaceAssumed);
        Assert.Equal(expected.Spec with { Ports = [] }, found.Spec with { Ports = [] });
        Assert.Equal(expected.Spec.Ports.AsEnumerable(), found.Spec.Ports);
        Assert.Equal(expected.Addresses.AsEnumerable(), found.Addresses);
        Assert.Equal(expected.HostAddresses.AsEnumerable(), found.HostAddresses);
        Assert.Equal((expected.Phase, expected.IsUnready), (found.Phase, found.IsUnready));
    }
}
