using System.Net;
using System.Text;
using Merlon.Linux.Tests.Nftables;

namespace Merlon.Agent.Tests.Clusters;

/// <summary>The program is replaced by another version, and loses its server for long, while packets fly.</summary>
public sealed class ProgramLife : IAsyncLifetime
{
    const int PacketsBetween = 2000;
    const string Version = "0.1.0";
    const string OtherVersion = "9.9.9";

    static readonly TestFlow Allowed = new("allowed", IPAddress.Parse("10.2.0.2"), IPAddress.Parse("10.1.0.6"));
    static readonly TestFlow Denied = new("denied", IPAddress.Parse("10.2.0.3"), IPAddress.Parse("10.1.0.6"));
    static readonly TestFlow Unknown = new("unknown", IPAddress.Parse("10.2.0.2"), IPAddress.Parse("10.1.0.77"));

    readonly ForwardingNode _node = new(Allowed, Denied, Unknown);
    readonly string _folder = Directory.CreateTempSubdirectory("merlon-versions-").FullName;
    TestCluster _cluster = null!;

    static TimeSpan Outage => TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("MERLON_TEST_ALL") == "1" ? 60 : 3);

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync();
        _cluster.PutAll(
            Worlds.Allow("guests", "db", "guest"), Worlds.Pod("guest", "n2", "10.2.0.2", "guest"), Worlds.Pod("stranger", "n2", "10.2.0.3", "stranger"));
    }

    [Fact]
    public async Task Another_version_takes_over_and_nothing_denied_passes()
    {
        var other = CopyAsOtherVersion();
        using (var ask = new AgentProgram(other, _node.Sandbox.Namespace, ["--version"]))
        {
            Assert.Equal(0, ask.AwaitExit());
            Assert.StartsWith(OtherVersion, ask.Log, StringComparison.Ordinal);
        }
        var first = Start();
        await first.AwaitReadyAsync();
        using var flood = new Flood(_node, Allowed, Denied, Unknown);
        flood.Await(PacketsBetween);
        Assert.Equal(0, first.Terminate());
        await first.DisposeAsync();
        flood.Await(PacketsBetween);
        MakeDifferent();
        var before = Table();
        await using (var second = Start(other))
        {
            await second.AwaitReadyAsync();
            Assert.NotEqual(before, Table());
            flood.Await(PacketsBetween);
            second.Kill();
        }
        await using var third = Start();
        await third.AwaitReadyAsync();
        AssertHolds(flood);
    }

    [Fact]
    public async Task While_the_server_is_gone_everything_stays_as_it_is()
    {
        await using var agent = Start();
        await agent.AwaitReadyAsync();
        using var flood = new Flood(_node, Allowed, Denied, Unknown);
        flood.Await(PacketsBetween);
        var before = Table();
        await _cluster.LoseServerAsync();
        await Task.Delay(Outage, TestContext.Current.CancellationToken);
        AssertHolds(flood);
        Assert.Equal(before, Table());
        await _cluster.BringBackAsync();
        _cluster.Put(Worlds.Allow("more", "db", "clerk"));
        _cluster.Put(Worlds.Pod("clerk", "n2", "10.2.0.4", "clerk"));
        for (var time = System.Diagnostics.Stopwatch.StartNew(); !Table().Contains("10.2.0.4", StringComparison.Ordinal); await Task.Delay(20, TestContext.Current.CancellationToken))
        {
            Assert.True(time.Elapsed < TimeSpan.FromSeconds(120), $"It does not catch up.\n{agent.Log}");
        }
        AssertHolds(flood);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _node.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    NodeProgram Start(string? program = null) => new(_node.Sandbox.Namespace, "n1", () => _cluster.Server.Address, program);

    string Table() => _node.Sandbox.Nft("-s", "list", "ruleset");

    // The version is a text in the program's file: another of the same length makes it another version.
    string CopyAsOtherVersion()
    {
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory)) File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        var program = Path.Combine(_folder, "Merlon.Cli.dll");
        var bytes = File.ReadAllBytes(program);
        var (from, to) = (Encoding.UTF8.GetBytes(Version), Encoding.UTF8.GetBytes(OtherVersion));
        for (var at = bytes.AsSpan().IndexOf(from); at >= 0; at = bytes.AsSpan().IndexOf(from)) to.CopyTo(bytes, at);
        File.WriteAllBytes(program, bytes);
        return Path.Combine(_folder, "Merlon.Cli");
    }

    // As a version would have left it that writes other rules: a comment, a chain and a set that are no others.
    void MakeDifferent()
    {
        var table = _node.Sandbox.Nft("list", "tables").Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1].Trim();
        _node.Sandbox.Nft("add", "chain", "inet", table, "old_chain");
        _node.Sandbox.Nft("add", "rule", "inet", table, "old_chain", "drop", "comment", "\"of long ago\"");
        _node.Sandbox.Nft("add", "set", "inet", table, "old_set", "{", "type", "ipv4_addr", ";", "elements", "=", "{", "10.9.9.9", "}", ";", "}");
        _node.Sandbox.Nft("insert", "rule", "inet", table, "ingress_judge", "ip", "saddr", "@old_set", "goto", "old_chain");
    }

    void AssertHolds(Flood flood)
    {
        flood.Await(PacketsBetween);
        Assert.Equal((0, 0), (_node.Arrived(Denied), _node.Arrived(Unknown)));
        var before = _node.Arrived(Allowed);
        flood.Await(PacketsBetween);
        Assert.True(_node.Arrived(Allowed) > before, "The allowed flow came to a halt.");
    }
}
