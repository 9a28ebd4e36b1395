using System.Collections.Immutable;
using Merlon.Lab.Planning;
using Merlon.Lab.Probing;
using Merlon.Lab.State;
using Merlon.Model;

namespace Merlon.Lab.Tests.Kernel;

/// <summary>Labs whose nodes are hosts with endpoints of their own: they need root.</summary>
[Collection(nameof(RealLabs))]
public sealed class HostEndpointLabs : IDisposable
{
    static readonly LabOptions Asked = new()
    {
        Ports =
        [
            new ProbePort(Protocol.Tcp, 22), new ProbePort(Protocol.Tcp, 5432), new ProbePort(Protocol.Tcp, 9001),
            new ProbePort(Protocol.Tcp, 10250), new ProbePort(Protocol.Tcp, 30080), new ProbePort(Protocol.Udp, 9001),
        ],
        Outside = [IpAddress.Parse("203.0.113.66"), IpAddress.Parse("203.0.113.7")],
    };

    readonly LabFolder _folder = new(Directory.CreateTempSubdirectory("merlon-lab-tests-").FullName);

    public HostEndpointLabs() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Real labs need root on Linux.");

    [Theory]
    [InlineData(LabNetwork.Routed)]
    [InlineData(LabNetwork.Bridge)]
    public void Every_packet_of_all_four_flavours_does_what_the_model_says(LabNetwork network)
    {
        var results = Run(Labs.Sample("host-endpoints"), Asked with { Network = network });
        Assert.All(results, result => Assert.True(result.IsAsPredicted, $"{result.Probe.Flow}: {result.Observed}"));
        // doNotTrack, and a failsafe port before it.
        Assert.False(Arrived(results, "203.0.113.66", "shop/web", 30080));
        Assert.True(Arrived(results, "203.0.113.66", "node/worker-1", 22));
        // preDNAT.
        Assert.False(Arrived(results, "203.0.113.7", "node/worker-1", 30080));
        // normal: from a worker, and not from control.
        Assert.True(Arrived(results, "node/worker-2", "node/worker-1", 9001));
        Assert.False(Arrived(results, "node/control-1", "node/worker-1", 9001));
        // applyOnForward.
        Assert.False(Arrived(results, "203.0.113.7", "shop/db", 5432));
        Assert.True(Arrived(results, "shop/web", "shop/db", 5432));
    }

    [Fact]
    public void Chains_of_host_endpoints_that_are_missing_are_a_disagreement()
    {
        var results = Run(Labs.Sample("host-endpoints"), Asked, chain => !chain.StartsWith("host_", StringComparison.Ordinal));
        Assert.Contains(results, result => !result.IsAsPredicted && result.Probe.To.Kind == PlaceKind.Node);
        Assert.Contains(results, result => !result.IsAsPredicted && result.Probe.To.Kind == PlaceKind.Pod);
    }

    public void Dispose()
    {
        foreach (var state in _folder.All()) Merlon.Lab.Lab.Remove(_folder, state);
        Directory.Delete(_folder.Path, recursive: true);
    }

    ImmutableArray<ProbeResult> Run(LabInput input, LabOptions options, Func<string, bool>? keeps = null)
    {
        var stop = TestContext.Current.CancellationToken;
        var lab = Merlon.Lab.Lab.Build(_folder, input, Labs.Snapshot(input), options, staysUp: false, stop);
        lab.Enforce([.. lab.Compile().Select(entry => KeyValuePair.Create(entry.Key, entry.Value with
        {
            Chains = [.. entry.Value.Chains.Where(chain => keeps is null || keeps(chain.Name.Text))],
        }))]);
        return lab.Probe(_ => { }, stop);
    }

    static bool Arrived(IEnumerable<ProbeResult> results, string from, string to, int port) => results.Single(result =>
        result.Probe.From.Id == from && result.Probe.To.Id == to && result.Probe.Family == IpFamily.IPv4
        && result.Probe.Port == new ProbePort(Protocol.Tcp, (ushort)port)).HasArrived;
}
