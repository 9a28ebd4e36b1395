using System.Text;
using Merlon.Apis.Iptables;
using Merlon.Evaluation;
using Merlon.Generation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies.Firewalls;
using Merlon.Questions;
using Merlon.Tests.Apis.Iptables;

namespace Merlon.Tests.Generation;

/// <summary>Every form of a restriction does what it is for, and closes nothing else: each is evaluated.</summary>
public sealed class Restrictions
{
    static readonly string Sample = Path.Combine(Repository.Root, "samples", "portworx", "cluster.yaml");

    static readonly Restriction Guide = new(
        new PortRange(9001, 9022),
        [Cidr.Parse("70.0.0.0/16"), Cidr.Parse("fd00:70:0:98::/64")],
        [AllowedPods.TryParse("kube-system/name=stork")!, AllowedPods.TryParse("tier=px-web-console")!]);

    public static TheoryData<RestrictionForm> Forms => [.. Enum.GetValues<RestrictionForm>()];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Pods_are_kept_from_the_ports_of_every_node(RestrictionForm form)
    {
        var answerer = Apply(form);
        foreach (var node in new[] { "node/worker-1", "node/worker-2", "node/worker-3" })
        {
            foreach (var port in new[] { "9001/tcp", "9010/tcp", "9022/tcp" })
            {
                Assert.Equal(Verdict.Deny, answerer.Verdict("kube-system/metrics-server", node, port));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Nothing_else_is_closed(RestrictionForm form)
    {
        var answerer = Apply(form);
        foreach (var (to, port) in new[]
        {
            ("kube-system/coredns", "53/udp"), ("kube-system/coredns", "53/tcp"), ("node/worker-1", "6443/tcp"),
            ("node/worker-2", "9000/tcp"), ("node/worker-2", "9023/tcp"), ("node/worker-2", "9002/udp"),
            ("203.0.113.20", "443/tcp"), ("203.0.113.20", "9001/tcp"), ("default/web", "9010/tcp"),
        })
        {
            Assert.Equal(Verdict.Allow, answerer.Verdict("kube-system/metrics-server", to, port));
        }
        Assert.Equal(Verdict.Allow, answerer.Verdict("node/worker-1", "node/worker-2", "9001/tcp"));
        Assert.Equal(Verdict.Allow, answerer.Verdict("kube-system/portworx-1", "node/worker-3", "9019/tcp"));
    }

    [Theory]
    [InlineData(RestrictionForm.ClusterNetworkPolicy)]
    [InlineData(RestrictionForm.Calico)]
    [InlineData(RestrictionForm.NetworkPolicy)]
    public void Allowed_pods_still_come_in(RestrictionForm form)
    {
        var answerer = Apply(form);
        Assert.Equal(Verdict.Allow, answerer.Verdict("kube-system/stork", "node/worker-2", "9001/tcp"));
        Assert.Equal(Verdict.Allow, answerer.Verdict("kube-system/px-lighthouse", "node/worker-1", "9022/tcp"));
    }

    [Fact]
    public void A_script_closes_the_ports_to_the_outside_over_both_versions_too()
    {
        var answerer = Apply(RestrictionForm.Iptables);
        Assert.Equal(Verdict.Deny, answerer.Verdict("203.0.113.20", "node/worker-1", "9001/tcp"));
        Assert.Equal(Verdict.Deny, answerer.Verdict("2001:db8::20", "fd00:70:0:98::12", "9001/tcp"));
    }

    [Fact]
    public void A_form_that_cannot_say_it_says_why()
    {
        Assert.Null(RestrictionWriter.Write(Guide, RestrictionForm.Iptables, null, out var error));
        Assert.Contains("no labels", error, StringComparison.Ordinal);
        Assert.Null(RestrictionWriter.Write(Guide, RestrictionForm.NetworkPolicy, null, out error));
        Assert.Contains("-n", error, StringComparison.Ordinal);
        var two = Guide with { Allowed = [AllowedPods.TryParse("a=b,c=d")!] };
        Assert.Null(RestrictionWriter.Write(two, RestrictionForm.NetworkPolicy, "x", out error));
        Assert.Contains("a=b,c=d", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app=web", null, 1)]
    [InlineData("kube-system/name=stork,tier=x", "kube-system", 2)]
    [InlineData("app.kubernetes.io/name=web", null, 1)]
    [InlineData("shop/app.kubernetes.io/name=web", "shop", 1)]
    public void A_selector_is_read(string text, string? @namespace, int labels)
    {
        var pods = AllowedPods.TryParse(text);
        Assert.Equal((@namespace, labels), (pods!.Namespace, pods.Labels.Length));
        Assert.Equal(text, pods.ToString());
    }

    [Theory]
    [InlineData("web")]
    [InlineData("app=")]
    [InlineData("app=a b")]
    [InlineData("app=x' || all()")]
    [InlineData("")]
    public void What_is_no_selector_is_refused(string text) => Assert.Null(AllowedPods.TryParse(text));

    static Answerer Apply(RestrictionForm form)
    {
        var restriction = form == RestrictionForm.Iptables ? Guide with { Allowed = [] } : Guide;
        var written = RestrictionWriter.Write(restriction, form, "kube-system", out var error);
        Assert.Null(error);
        var sources = new List<SourceText> { new("cluster.yaml", File.ReadAllBytes(Sample)) };
        var bytes = Encoding.UTF8.GetBytes(written!.Text);
        if (form != RestrictionForm.Iptables) sources.Add(new SourceText("policies.yaml", bytes));
        var manifests = ManifestReader.Read(sources);
        Assert.Empty(manifests.Unread);
        Assert.DoesNotContain(manifests.Diagnostics, found => found.Severity > Diagnostics.Severity.Info);
        var snapshot = Snapshot.From(manifests);
        if (form != RestrictionForm.Iptables) return new Answerer(snapshot);
        var script = IptablesReader.Read(new SourceText("restrict.sh", bytes));
        Assert.Empty(script.Diagnostics);
        var nodes = snapshot.Cluster.Endpoints.Where(endpoint => endpoint.Kind == EndpointKind.Node);
        return new Answerer(snapshot.With(
            new HostFirewalls(nodes.Select(node => KeyValuePair.Create(node.Name, script.Firewall))), []));
    }
}
