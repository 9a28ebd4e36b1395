using Merlon.Apis.Iptables;
using Merlon.Lab.Planning;
using Merlon.Lab.Probing;
using Merlon.Lab.State;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Lab.Tests.Kernel;

/// <summary>Labs whose nodes have rules of their own, loaded by iptables: they need root and iptables.</summary>
[Collection(nameof(RealLabs))]
public sealed class HostLabs : IDisposable
{
    static readonly LabOptions Asked = new()
    {
        Ports = [new ProbePort(Protocol.Tcp, 9001), new ProbePort(Protocol.Tcp, 9023), new ProbePort(Protocol.Udp, 9002)],
    };

    readonly LabFolder _folder = new(Directory.CreateTempSubdirectory("merlon-lab-tests-").FullName);

    public HostLabs() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Real labs need root on Linux.");

    [Theory]
    [InlineData(LabNetwork.Routed)]
    [InlineData(LabNetwork.Bridge)]
    public void The_guide_whole_does_what_the_model_says(LabNetwork network)
    {
        var lab = Build(File.ReadAllText(Path.Combine(Repository.Sample("portworx"), "hosts", "iptables.sh")), Asked with { Network = network });
        lab.Enforce(lab.Compile());
        var results = lab.Probe(_ => { }, TestContext.Current.CancellationToken);
        Assert.Empty(results.Where(result => !result.IsAsPredicted));
        Assert.Contains(results, result => result.Probe is { From.Id: "shop/cart", To.Id: "node/worker-3", Family: IpFamily.IPv4, Port.Number: 9001, IsAllowed: false });
        Assert.Contains(results, result => result.Probe is { From.Id: "shop/cart", To.Id: "node/worker-2", Family: IpFamily.IPv4, Port.Number: 9001, IsAllowed: true });
    }

    [Fact]
    public void Rules_that_are_not_loaded_are_a_disagreement()
    {
        var lab = Build("iptables -A INPUT -p tcp --dport 9001 -j DROP", Asked);
        var results = lab.Probe(_ => { }, TestContext.Current.CancellationToken);
        Assert.Contains(results, result => !result.IsAsPredicted && result.Probe.To.Kind == PlaceKind.Node);
    }

    [Fact]
    public void A_lab_that_stays_remembers_the_rules()
    {
        var lab = Build("iptables -A INPUT -p tcp --dport 9001 -j DROP", Asked, staysUp: true);
        var again = Merlon.Lab.Lab.Open(_folder, _folder.Up(), Asked);
        Assert.Equal(["worker-1", "worker-2", "worker-3"], again.Plan.Evaluator.Firewalls.Nodes);
        Assert.Equal(lab.Plan.Probes.Select(probe => probe.Predicted), again.Plan.Probes.Select(probe => probe.Predicted));
    }

    [Fact]
    public void A_rule_that_nobody_can_load_is_named()
    {
        var error = Assert.Throws<LabException>(() => Build("iptables -A INPUT -s $NODE -j DROP", Asked));
        Assert.Contains("rules.sh:1", error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.All());
    }

    public void Dispose()
    {
        foreach (var state in _folder.All()) Merlon.Lab.Lab.Remove(_folder, state);
        Directory.Delete(_folder.Path, recursive: true);
    }

    Merlon.Lab.Lab Build(string rules, LabOptions options, bool staysUp = false)
    {
        var input = Labs.Sample("portworx");
        var snapshot = Labs.Snapshot(input);
        var text = IptablesReader.Read(new SourceText("rules.sh", System.Text.Encoding.UTF8.GetBytes(rules)));
        var nodes = snapshot.Cluster.Endpoints.Where(endpoint => endpoint.Kind == EndpointKind.Node);
        var firewalls = new HostFirewalls(nodes.Select(node => KeyValuePair.Create(node.Name, text.Firewall)));
        return Merlon.Lab.Lab.Build(_folder, input, snapshot.With(firewalls, []), options, staysUp, TestContext.Current.CancellationToken);
    }
}
