using System.Diagnostics;
using Merlon.Agent.Flows;
using Merlon.Agent.Kernel;
using Merlon.Linux.Namespaces;
using Merlon.Linux.Netlink;
using Merlon.Linux.Nftables;
using Merlon.Nftables;

namespace Merlon.Agent.Tests;

/// <summary>An agent of this process, in a network namespace of its own.</summary>
sealed class TestAgent : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly CancellationTokenSource _stop = new();
    readonly NftablesDevice _reader;
    readonly NodeKernel _kernel;
    readonly StringWriter _log = new();
    readonly Func<NftName, NftTable> _wanted;
    readonly Task _running;

    /// <param name="netns">Where it puts its rulesets; may be closed afterwards.</param>
    /// <param name="options">What it is to do.</param>
    /// <param name="run">Makes it run.</param>
    /// <param name="wanted">What should run, by a fresh look.</param>
    public TestAgent(
        NetworkNamespace netns, AgentOptions options, Func<NodeAgent, CancellationToken, Task> run, Func<NftName, NftTable> wanted)
    {
        _wanted = wanted;
        _reader = netns.RunInside(NftablesDevice.Open);
        _kernel = netns.RunInside(() =>
        {
            var kernel = NodeKernel.Open();
            if (options.ReportsDenials) kernel.Listen();
            return kernel;
        });
        var log = new AgentLog(TextWriter.Synchronized(_log), TimeProvider.System);
        Agent = new NodeAgent(options, _kernel, log, new FlowLog(Stream.Synchronized(Flows), TimeProvider.System), TimeProvider.System);
        _running = Task.Run(() => run(Agent, _stop.Token));
    }

    public NodeAgent Agent { get; }

    /// <summary>What it tells of packets.</summary>
    public MemoryStream Flows { get; } = new();

    public AgentReport Report => Agent.Report;

    public string Log => _log.ToString();

    /// <summary>What runs in the kernel, as another reads it; null where there is nothing, or it changes meanwhile.</summary>
    public NftTable? Running()
    {
        try
        {
            return new OwnTable(_reader, NftName.Fixed("merlon_a"), NftName.Fixed("merlon_b")).Read();
        }
        catch (NetlinkException)
        {
            return null;
        }
    }

    /// <summary>Waits until the kernel has what is wanted, in whatever policy epoch.</summary>
    public void AwaitInForce() =>
        Await(() => Running() is { } running && RulesetDifference.Between(running, _wanted(running.Name)).IsEmpty);

    public void Await(Func<bool> holds)
    {
        for (var time = Stopwatch.StartNew(); !holds();)
        {
            if (_running.IsFaulted) _running.GetAwaiter().GetResult();
            if (time.Elapsed > Patience) throw new InvalidOperationException($"It never came about.\n{Log}\nTroubles: {string.Join('\n', Report.Troubles)}");
            Thread.Sleep(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _kernel.Dispose();
        _reader.Dispose();
        _stop.Dispose();
    }
}
