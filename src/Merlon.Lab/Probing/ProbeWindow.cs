using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Merlon.Lab.Planning;
using Merlon.Model;
using Protocol = Merlon.Model.Protocol;

namespace Merlon.Lab.Probing;

/// <summary>Sends a number of probes at once, from all namespaces at a time, and watches until all is seen or time is up.</summary>
sealed class ProbeWindow
{
    /// <summary>How long a packet that must not arrive has to arrive in.</summary>
    static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(300);

    static readonly TimeSpan Setup = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    readonly ImmutableArray<Probe> _probes;
    readonly ProbeBoard _board;
    readonly List<NetnsProber> _probers;
    readonly FrozenDictionary<(IpAddress Address, ushort Port), int> _byTcpPort;

    public ProbeWindow(LabPlan plan, string prefix, ImmutableArray<Probe> probes, ProbeBoard board, SourcePorts ports)
    {
        (_probes, _board) = (probes, board);
        var packetPorts = plan.Places
            .SelectMany(place => place.Addresses)
            .Distinct()
            .ToFrozenDictionary(address => address, ports.Take);
        foreach (var probe in probes)
        {
            board.SetSourcePort(
                probe, probe.Flow.Protocol == Protocol.Tcp ? ports.Take(probe.Source, probe.SeenSource) : packetPorts[probe.Source]);
        }
        _byTcpPort = probes.Where(probe => probe.Flow.Protocol == Protocol.Tcp)
           
            .SelectMany(probe => new[] { (Address: probe.Source, probe), (Address: probe.SeenSource, probe) }.Distinct())
            .ToFrozenDictionary(seen => (seen.Address, board.SourcePort(seen.probe)), seen => seen.probe.Index);
        var bySender = probes.ToLookup(probe => probe.From.Netns, StringComparer.Ordinal);
        _probers =
        [
            .. plan.Places.GroupBy(place => place.Netns, StringComparer.Ordinal)
                .Select(group => new NetnsProber(prefix + group.Key, [.. group], plan.Ports.Ports, [.. bySender[group.Key]], board, _byTcpPort, packetPorts)),
        ];
    }

    /// <param name="patience">How long allowed packets have for their answer.</param>
    /// <param name="cancellation">Ends the window early; all its threads have ended when this returns.</param>
    public void Run(TimeSpan patience, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var ready = new CountdownEvent(_probers.Count);
        using var sent = new CountdownEvent(_probers.Count);
        ExceptionDispatchInfo? failure = null;
        var threads = _probers.Select(prober => prober.Start(ready, sent, Fail, stop.Token)).ToList();
        try
        {
            if (!sent.Wait(Setup, stop.Token))
            {
                throw new LabException($"the packets could not be sent within {Setup.TotalSeconds:0} seconds");
            }
            Watch(patience, stop.Token);
        }
        catch (OperationCanceledException) when (failure is not null)
        {
            // One namespace failed and ended the window; its failure is thrown below.
        }
        finally
        {
            stop.Cancel();
            foreach (var thread in threads) thread.Join();
        }
        failure?.Throw();
        cancellation.ThrowIfCancellationRequested();

        void Fail(Exception caught)
        {
            if (caught is OperationCanceledException) return;
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(caught), null);
            stop.Cancel();
        }
    }

    void Watch(TimeSpan patience, CancellationToken cancellation)
    {
        var time = Stopwatch.StartNew();
        var settle = _probes.All(probe => probe.IsAllowed) ? TimeSpan.Zero : Settle;
        while (time.Elapsed < settle || (time.Elapsed < patience && !IsAllSeen()))
        {
            cancellation.WaitHandle.WaitOne(Glance);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    bool IsAllSeen()
    {
        foreach (var probe in _probes)
        {
            if (probe.IsAllowed && !ProbeResult.IsComplete(probe, _board[probe])) return false;
        }
        return true;
    }
}
