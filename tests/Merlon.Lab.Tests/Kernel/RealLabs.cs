using Merlon.Lab.Kernel;
using Merlon.Lab.Planning;
using Merlon.Lab.Probing;
using Merlon.Lab.State;
using Merlon.Nftables;

namespace Merlon.Lab.Tests.Kernel;

/// <summary>Labs in the kernel of this machine: they need root.</summary>
[Collection(nameof(RealLabs))]
public sealed class RealLabs : IDisposable
{
    readonly LabFolder _folder = new(Directory.CreateTempSubdirectory("merlon-lab-tests-").FullName);

    public RealLabs()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Real labs need root on Linux.");
        Assert.SkipUnless(CanMakeNamespaces(out var reason), $"Network namespaces cannot be made here: {reason}");
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("backend", LabNetwork.Routed)]
    [InlineData("backend", LabNetwork.Bridge)]
    [InlineData("cheat-sheet", LabNetwork.Routed)]
    [InlineData("cheat-sheet", LabNetwork.Bridge)]
    public void Every_packet_does_what_the_model_says(string sample, LabNetwork network)
    {
        var lab = Build(Labs.Sample(sample), new LabOptions { Network = network });
        lab.Enforce(lab.Compile());
        Assert.Empty(Disagreements(lab));
        AssertRemoved(lab);
    }

    [Fact]
    public void All_protocols_and_named_ports_are_judged_alike()
    {
        var yaml = Labs.Node("n1") + Labs.Node("n2")
            + Labs.Pod("a") + Labs.Pod(
                "b",
                "containers: [{name: c, image: x, ports: [{name: web, containerPort: 8080}, {name: sig, containerPort: 7000, protocol: SCTP}]}]") + Labs.Pod("c")
            + Labs.Policy("podSelector: {matchLabels: {app: b}}, ingress: [{from: [{podSelector: {matchLabels: {app: a}}}], ports: [{port: web}, {port: 53, protocol: UDP}, {port: sig, protocol: SCTP}]}]");
        var lab = Build(Labs.Input(yaml), new LabOptions());
        lab.Enforce(lab.Compile());
        var results = lab.Probe(_ => { }, Stop);
        Assert.Equal(
            ["53/udp", "7/tcp", "7000/sctp", "8080/tcp", "icmp"],
            results.Select(result => result.Probe.Port.ToString()).Distinct().Order(StringComparer.Ordinal));
        Assert.All(results, result => Assert.True(result.IsAsPredicted));
        AssertRemoved(lab);
    }

    [Fact]
    public void Without_rulesets_every_denied_packet_is_a_disagreement()
    {
        var lab = Build(Labs.Sample("backend"), new LabOptions());
        Assert.Equal(lab.Plan.Probes.Count(probe => !probe.IsAllowed), Disagreements(lab).Count);
        AssertRemoved(lab);
    }

    [Fact]
    public void A_rule_that_is_missing_is_a_disagreement()
    {
        var lab = Build(Labs.Sample("backend"), new LabOptions());
        var rulesets = lab.Compile();
        // The first rule of a class of pods, behind the one for replies: frontend to 8080, over IPv4.
        lab.Enforce([.. rulesets.Select(entry => KeyValuePair.Create(entry.Key, entry.Value with
        {
            Chains = [.. entry.Value.Chains.Select(chain => IsOfClass(chain) ? chain with { Rules = chain.Rules.RemoveAt(1) } : chain)],
        }))]);
        Assert.Equal(
            ["frontend → backend 8080/tcp Silent", "frontend → redis 8080/tcp Silent"],
            Disagreements(lab).Select(
                result => $"{result.Probe.From.Name} → {result.Probe.To.Name} {result.Probe.Port} {result.Observed}")
                .Distinct()
                .Order(StringComparer.Ordinal));
        AssertRemoved(lab);

        static bool IsOfClass(NftChain chain) => chain.Rules is [NftRule.Decide { Matches: [NftMatch.Reply], Verdict: NftVerdict.Goto }, ..];
    }

    [Fact]
    public void Policies_change_while_the_lab_is_up()
    {
        var lab = Build(Labs.Sample("backend"), new LabOptions { Network = LabNetwork.Bridge }, staysUp: true);
        lab.Enforce(lab.Compile());
        Assert.Empty(Disagreements(lab));
        lab.ChangePolicies(Labs.Input("{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: deny, namespace: default}, spec: {podSelector: {}, policyTypes: [Ingress, Egress]}}"));
        Assert.NotEmpty(Disagreements(lab));
        lab.Enforce(lab.Compile());
        Assert.Empty(Disagreements(lab));
        AssertRemoved(Merlon.Lab.Lab.Open(_folder, _folder.Up(), new LabOptions { Network = LabNetwork.Bridge }));
    }

    [Fact]
    public void A_failure_while_building_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var input = Labs.Sample("backend");
        Assert.Throws<OperationCanceledException>(() => Merlon.Lab.Lab.Build(_folder, input, Labs.Snapshot(input), new LabOptions(), staysUp: false, stop.Token));
        Assert.Empty(_folder.All());
    }

    public void Dispose()
    {
        foreach (var state in _folder.All()) Merlon.Lab.Lab.Remove(_folder, state);
        Directory.Delete(_folder.Path, recursive: true);
    }

    Merlon.Lab.Lab Build(LabInput input, LabOptions options, bool staysUp = false) =>
        Merlon.Lab.Lab.Build(_folder, input, Labs.Snapshot(input), options, staysUp, Stop);

    static List<ProbeResult> Disagreements(Merlon.Lab.Lab lab) =>
        [.. lab.Probe(_ => { }, Stop).Where(result => !result.IsAsPredicted)];

    void AssertRemoved(Merlon.Lab.Lab lab)
    {
        lab.Remove();
        Assert.Empty(_folder.All());
        Assert.DoesNotContain(
            Directory.GetFiles(NetnsThread.Folder),
            file => Path.GetFileName(file).StartsWith(lab.State.Prefix, StringComparison.Ordinal));
    }

    static bool CanMakeNamespaces(out string reason)
    {
        reason = "";
        var name = $"merlon-probe-{Environment.ProcessId}";
        try
        {
            Tool.Run("ip", ["netns", "add", name]);
            Tool.Run("ip", ["netns", "del", name]);
            return true;
        }
        catch (LabException e)
        {
            reason = e.Message;
            return false;
        }
    }
}
