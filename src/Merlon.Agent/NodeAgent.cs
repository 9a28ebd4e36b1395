using System.Collections.Immutable;
using System.Threading.Channels;
using Merlon.Agent.Feeds;
using Merlon.Agent.Kernel;
using Merlon.Agent.Objects;
using Merlon.Linux;
using Merlon.Manifests;
using Merlon.Model;
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

    static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(30);

    readonly Channel<AgentEvent> _events = Channel.CreateBounded<AgentEvent>(
        new BoundedChannelOptions(MostWaitingEvents) { SingleReader = true });
    readonly AgentOptions _options;
    readonly NodeKernel _kernel;
    readonly AgentLog _log;
    readonly TimeProvider _time;
    readonly NodeModel _model;
    NftTable? _running;
    string? _feedTrouble;
    string? _kernelTrouble;
    ImmutableArray<BridgeState> _bridges = [];
    ImmutableArray<string> _told = [];
    TimeSpan _retry = FirstRetry;
    ITimer? _retryTimer;
    int _isTouched;
    AgentReport _report;

    public NodeAgent(AgentOptions options, NodeKernel kernel, AgentLog log, TimeProvider time)
    {
        (_options, _kernel, _log, _time) = (options, kernel, log, time);
        _model = new NodeModel(options);
        _report = new AgentReport { Options = options };
    }

    /// <summary>How it fares now. Safe to ask from any thread.</summary>
    public AgentReport Report => Volatile.Read(ref _report);

    /// <summary>Guards the node by a folder of manifests, until cancelled.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="read">Reads it whole; throws <see cref="IOException"/> where it cannot.</param>
    /// <param name="stop">Ends it; what runs in the kernel stays.</param>
    public Task RunAsync(string folder, Func<ManifestSet> read, CancellationToken stop) =>
        RunAsync(new ManifestFeed(folder, read).RunAsync, stop);

    async Task RunAsync(Func<ChannelWriter<AgentEvent>, CancellationToken, Task> feed, CancellationToken stop)
    {
        _log.Info($"agent of node {_options.Node}{(_options.Mode == AgentMode.DryRun ? ": dry run, nothing is enforced" : "")}");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _kernel.Watch(Touch, Wake, over.Token);
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
            while (_events.Reader.TryRead(out var happened))
            {
                Take(happened);
                count++;
            }
            Reconcile(count, started);
            Publish();
        }
    }

    void Take(AgentEvent happened)
    {
        switch (happened)
        {
            case AgentEvent.FolderRead folder:
                Take(folder.Manifests);
                break;
            case AgentEvent.FolderLost lost:
                _feedTrouble = lost.Reason;
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
        _feedTrouble = manifests.Unread.IsEmpty
            ? null
            : $"not readable: {string.Join(", ", manifests.Unread)}: "
                + (isTaken ? "the namespaces of such policies are isolated" : "what was read before stays in force");
    }

    void Reconcile(int events, long started)
    {
        // What runs is no longer known then: it is read back.
        if (Interlocked.Exchange(ref _isTouched, 0) != 0 && _running is not null)
        {
            _log.Warning("somebody else changed our table: reading it back");
            _running = null;
        }
        if (!_model.KnowsNode) return;
        try
        {
            FilterBridges();
            Apply(events, started);
            _kernelTrouble = null;
            _retry = FirstRetry;
        }
        catch (LinuxException e)
        {
            _running = null;
            _kernelTrouble = e.Message;
            _retryTimer?.Dispose();
            _retryTimer = _time.CreateTimer(_ => Wake(), null, _retry, Timeout.InfiniteTimeSpan);
            _retry = TimeSpan.FromTicks(Math.Min(_retry.Ticks * 2, LastRetry.Ticks));
        }
    }

    void Apply(int events, long started)
    {
        var wanted = _model.Compile();
        if (_options.Mode == AgentMode.DryRun)
        {
            Explain(wanted, events);
            return;
        }
        if (_running is { } running)
        {
            wanted = wanted with { Name = running.Name };
            var difference = RulesetDifference.Between(running, wanted);
            if (difference.IsEmpty) return;
            _kernel.Apply(difference);
            wanted = difference.Outcome;
        }
        else wanted = _kernel.Enforce(wanted);
        _running = wanted;
        var duration = _time.GetElapsedTime(started);
        var size = RulesetSize.Of(wanted);
        _report = _report with { LastChange = _time.GetUtcNow(), LastDuration = duration, Ruleset = size };
        _log.Info(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"in force: table {size.Table}, {size.Chains} chains, {size.Rules} rules, {size.Sets} sets, {size.Elements} elements; {events} events, {duration.TotalMilliseconds:0.0} ms"));
    }

    void Explain(NftTable wanted, int events)
    {
        var before = _running ?? _kernel.Read();
        wanted = wanted with { Name = before?.Name ?? wanted.Name };
        var difference = before is null ? RulesetDifference.Creating(wanted) : RulesetDifference.Between(before, wanted);
        _running = wanted;
        var steps = difference.Batches.SelectMany(batch => batch.Steps).CountBy(step => step.GetType().Name);
        _log.Info($"dry run, nothing is written: {(difference.IsEmpty ? "nothing would change" : string.Join(", ", steps.Select(step => $"{step.Value} {step.Key}")))}; {events} events");
    }

    void FilterBridges()
    {
        var cluster = _model.Snapshot?.Cluster;
        var pods = cluster?.Endpoints
            .Where(endpoint => endpoint.NodeName == _options.Node && (endpoint.IsOnPodNetwork || endpoint.Kind == EndpointKind.Node))
            .SelectMany(endpoint => endpoint.Kind == EndpointKind.Node ? endpoint.PodRanges : endpoint.Addresses.Select(Cidr.Of));
        _bridges = _kernel.FilterBridges([.. pods ?? []], _options.Mode == AgentMode.Enforce);
    }

    void Publish()
    {
        var snapshot = _model.Snapshot;
        ImmutableArray<string> troubles = [.. Troubles()];
        foreach (var trouble in troubles.Except(_told)) _log.Warning(trouble);
        _told = troubles;
        Volatile.Write(ref _report, _report with
        {
            IsSynced = snapshot is not null,
            IsInForce = _running is not null && _kernelTrouble is null && _options.Mode == AgentMode.Enforce,
            Troubles = troubles,
            Bridges = _bridges,
            LocalPods = snapshot?.Cluster.Endpoints.Count(endpoint => endpoint.IsOnPodNetwork && endpoint.NodeName == _options.Node) ?? 0,
            Policies = snapshot?.Policies.Policies.Count() ?? 0,
            Tiers = snapshot?.Policies.Tiers.Length ?? 0,
        });
    }

    IEnumerable<string> Troubles()
    {
        if (_model.Snapshot is not null && !_model.KnowsNode) yield return $"there is no node `{_options.Node}`: nobody knows whom to guard";
        if (_feedTrouble is { } feed) yield return feed;
        if (_kernelTrouble is { } kernel) yield return kernel;
        foreach (var bridge in _bridges.Where(bridge => !bridge.IsFiltered))
        {
            yield return $"what pods on bridge {bridge.Name} send each other is not filtered: the kernel module br_netfilter is not loaded";
        }
    }

    void Touch()
    {
        Interlocked.Exchange(ref _isTouched, 1);
        Wake();
    }

    // Where the queue is full the loop has work anyway, and looks at everything when it comes to it.
    void Wake() => _events.Writer.TryWrite(new AgentEvent.Woken());
}
