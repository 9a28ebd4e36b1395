using System.Collections.Immutable;
using System.Globalization;
using System.Threading.Channels;
using Merlon.Agent.Feeds;
using Merlon.Agent.Flows;
using Merlon.Agent.Kernel;
using Merlon.Agent.Objects;
using Merlon.Agent.Observing;
using Merlon.Kubernetes;
using Merlon.Linux;
using Merlon.Manifests;
using Merlon.Nftables;

namespace Merlon.Agent;

/// <summary>
/// Keeps the ruleset of a node in step with what is known. One loop owns all state; feeds and watches talk to it through
/// a bounded channel. Level-triggered: whatever came meanwhile is one change. What runs in the kernel stays however the
/// agent ends.
/// </summary>
public sealed class NodeAgent
{
    const int MostWaitingEvents = 1024;
    const int MostEventsAtOnce = 4096;

    static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);
    static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(30);

    readonly Channel<AgentEvent> _events = Channel.CreateBounded<AgentEvent>(
        new BoundedChannelOptions(MostWaitingEvents) { SingleReader = true });
    readonly AgentOptions _options;
    readonly AgentLog _log;
    readonly TimeProvider _time;
    readonly NodeModel _model;
    readonly Enforcer _enforcer;
    readonly InterfaceKeeper _interfaces;
    readonly BridgeKeeper _bridges;
    readonly AgentTroubles _troubles;
    readonly NodeKernel _kernel;
    ClusterWatch? _watch;
    ImmutableArray<string> _told = [];
    bool _toldOfRanges;
    TimeSpan _retry = FirstRetry;
    ITimer? _retryTimer;
    int _tableIsTouched;
    bool _isTrimmed;
    AgentReport _report;

    /// <param name="options">What it is to do.</param>
    /// <param name="kernel">The kernel of the node.</param>
    /// <param name="log">Where it tells what it does.</param>
    /// <param name="flows">Where it tells of packets, as far as the options ask for it.</param>
    /// <param name="time">The clock.</param>
    public NodeAgent(AgentOptions options, NodeKernel kernel, AgentLog log, FlowLog flows, TimeProvider time)
    {
        (_options, _kernel, _log, _time) = (options, kernel, log, time);
        Flows = flows;
        _model = new NodeModel(options, options.ReportsFlows ? flows.Names.Replace : (_, _) => { });
        _enforcer = new Enforcer(_model.Ruleset, kernel, options.Mode);
        _interfaces = new InterfaceKeeper(_model.Ruleset, kernel);
        _bridges = new BridgeKeeper(_model.Ruleset, kernel, options.Mode);
        _troubles = new AgentTroubles(options.Node, _model);
        _report = new AgentReport { Options = options, LastTurn = time.GetUtcNow() };
    }

    /// <summary>How it fares now. Safe to ask from any thread.</summary>
    public AgentReport Report => Volatile.Read(ref _report);

    /// <summary>How each resource of the cluster is followed; none where a folder is.</summary>
    internal ImmutableArray<WatchState> Sources => _watch?.States ?? [];

    internal AgentCounters Counters { get; } = new();

    internal FlowLog Flows { get; }

    /// <summary>Guards the node by a folder of manifests, until cancelled.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="read">Reads it whole; throws <see cref="IOException"/> where it cannot.</param>
    /// <param name="stop">Ends it; what runs in the kernel stays.</param>
    public Task RunAsync(string folder, Func<ManifestSet> read, CancellationToken stop) =>
        RunAsync(new ManifestFeed(folder, read).RunAsync, stop);

    /// <summary>Guards the node by what an API server tells, until cancelled.</summary>
    /// <param name="watch">A watch that is not running yet.</param>
    /// <param name="stop">Ends it; what runs in the kernel stays.</param>
    public Task RunAsync(ClusterWatch watch, CancellationToken stop)
    {
        _watch = watch;
        return RunAsync(new ClusterFeed(watch).RunAsync, stop);
    }

    /// <summary>Every object as the server told it, a line each: its name, a tab, and its JSON; null where a folder is followed.</summary>
    internal async Task<byte[]?> ReadObjectsAsync(CancellationToken stop)
    {
        var asked = new AgentEvent.ObjectsAsked(new(TaskCreationOptions.RunContinuationsAsynchronously));
        await _events.Writer.WriteAsync(asked, stop);
        if (await asked.Answer.Task.WaitAsync(stop) is not { } objects) return null;
        using var lines = new MemoryStream();
        foreach (var source in objects)
        {
            lines.Write(System.Text.Encoding.UTF8.GetBytes($"{source.Name}\t"));
            lines.Write(source.Content.Span);
            lines.WriteByte((byte)'\n');
        }
        return lines.ToArray();
    }

    async Task RunAsync(Func<ChannelWriter<AgentEvent>, CancellationToken, Task> feed, CancellationToken stop)
    {
        _log.Info($"agent of node {_options.Node}{_options.Mode switch
        {
            AgentMode.DryRun => ": dry run, nothing is written and nothing is enforced",
            AgentMode.Audit => ": audit, what would be denied is reported and let through: nothing is enforced",
            _ => "",
        }}");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _kernel.Watch(TouchTable, TouchLinks, over.Token);
        if (_options.ReportsFlows) _kernel.Report(Flows, over.Token);
        // Now and then it turns without a cause, so that others see that it would.
        await using var beat = _time.CreateTimer(_ => Wake(), null, Beat, Beat);
        var feeding = feed(_events.Writer, over.Token);
        try
        {
            await LoopAsync(feeding, over.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _log.Info("stopped: what is in force stays in force");
        }
        finally
        {
            if (_retryTimer is not null) await _retryTimer.DisposeAsync();
            await over.CancelAsync();
            await feeding.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    async Task LoopAsync(Task feeding, CancellationToken stop)
    {
        while (true)
        {
            var next = _events.Reader.WaitToReadAsync(stop).AsTask();
            // A feed that fails takes the agent with it: it is started again, and the rules stay.
            if (await Task.WhenAny(next, feeding) == feeding) await feeding;
            await next;
            var started = _time.GetTimestamp();
            var count = 0;
            for (; count < MostEventsAtOnce && _events.Reader.TryRead(out var happened); count++) Take(happened);
            Counters.CountEvents(count);
            Reconcile(count, started);
            Publish();
        }
    }

    void Take(AgentEvent happened)
    {
        switch (happened)
        {
            case AgentEvent.Changed changed:
                _model.Take(changed.Change);
                break;
            case AgentEvent.FolderRead folder:
                Take(folder.Manifests);
                break;
            case AgentEvent.FolderLost lost:
                _troubles.Folder = lost.Reason;
                break;
            case AgentEvent.ObjectsAsked asked:
                asked.Answer.SetResult(_watch is null ? null : _model.Sources);
                break;
            case AgentEvent.Woken:
                break;
            default:
                throw new InvalidOperationException($"Nothing is known of a {happened.GetType().Name}.");
        }
    }

    void Take(ManifestSet manifests)
    {
        var isTaken = _model.TryTake(manifests);
        _troubles.Folder = _model.Unread.IsEmpty
            ? null
            : $"not readable: {string.Join(", ", _model.Unread)}: "
                + (isTaken ? "the namespaces of such policies are isolated" : "what was read before stays in force");
    }

    bool IsSynced => _watch is null ? _model.HasFolder : _model.HasAll(Sources.Select(state => state.Resource));

    void Reconcile(int events, long started)
    {
        if (Interlocked.Exchange(ref _tableIsTouched, 0) != 0 && _enforcer.Doubt())
        {
            Counters.CountForeignChange();
            _log.Warning("somebody else changed our table: reading it back");
        }
        if (!IsSynced || !_model.Ruleset.KnowsNode) return;
        try
        {
            _model.Settle();
            _interfaces.Keep();
            var done = _enforcer.Enforce();
            Flows.Use(_model.Ruleset.Reports);
            if (done is not null) Tell(done, events, started);
            TellOfRanges();
            _bridges.Keep();
            if (!_isTrimmed) Trim();
            _troubles.Kernel = null;
            _retry = FirstRetry;
        }
        catch (LinuxException e)
        {
            _enforcer.Doubt();
            Counters.CountFailure();
            _troubles.Kernel = e.Message;
            _retryTimer?.Dispose();
            _retryTimer = _time.CreateTimer(_ => Wake(), null, _retry, Timeout.InfiniteTimeSpan);
            _retry = TimeSpan.FromTicks(Math.Min(_retry.Ticks * 2, LastRetry.Ticks));
        }
    }

    // The first lists leave much behind, and nothing as large comes for long.
    void Trim()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _isTrimmed = true;
    }

    void Tell(string done, int events, long started)
    {
        var duration = _time.GetElapsedTime(started);
        Counters.ApplyTime.Add(duration);
        var size = _model.Ruleset.Size;
        _report = _report with { LastChange = _time.GetUtcNow(), LastDuration = duration };
        _log.Info(string.Create(
            CultureInfo.InvariantCulture,
            $"{done}; {events} events, {duration.TotalMilliseconds:0.0} ms; now {size.Chains} chains, {size.Rules} rules, {size.Sets} sets, {size.Elements} elements"));
    }

    // Networks that know no ranges for nodes exist: it is no trouble of the agent, but whoever counts on the hold must know.
    void TellOfRanges()
    {
        if (_toldOfRanges || _options.UnknownPods == UnknownPods.Allow || !_model.Ruleset.PodRanges.IsEmpty) return;
        _log.Warning($"node {_options.Node} has no pod ranges (spec.podCIDRs): a pod that just started is open until it is known; --pod-cidr says the ranges");
        _toldOfRanges = true;
    }

    void Publish()
    {
        ImmutableArray<string> troubles = [.. _troubles.All(IsSynced, Sources, _bridges.States, _interfaces.HasIpvs)];
        foreach (var trouble in troubles.Except(_told)) _log.Warning(trouble);
        _told = troubles;
        var ruleset = _model.Ruleset;
        Volatile.Write(ref _report, _report with
        {
            LastTurn = _time.GetUtcNow(),
            IsSynced = IsSynced,
            IsInForce = _enforcer.IsInForce,
            Table = _enforcer.Table?.Text,
            Troubles = troubles,
            Bridges = _bridges.States,
            Ruleset = ruleset.Size,
            LocalPods = ruleset.LocalPods.Count(),
            HostEndpoints = ruleset.LocalHosts,
            Policies = ruleset.Policies.Policies.Count(),
            Tiers = ruleset.Policies.Tiers.Length,
        });
    }

    void TouchTable()
    {
        Interlocked.Exchange(ref _tableIsTouched, 1);
        Wake();
    }

    void TouchLinks()
    {
        _interfaces.Touch();
        _bridges.Touch();
        Wake();
    }

    // Where the queue is full the loop has work anyway, and looks at everything when it comes to it.
    void Wake() => _events.Writer.TryWrite(new AgentEvent.Woken());
}
