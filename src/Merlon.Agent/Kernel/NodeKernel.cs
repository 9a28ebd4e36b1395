using System.Collections.Immutable;
using Merlon.Agent.Flows;
using Merlon.Linux;
using Merlon.Linux.Links;
using Merlon.Linux.Nflog;
using Merlon.Linux.Nftables;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Agent.Kernel;

/// <summary>
/// The kernel of the node: the network namespace of the thread that opens it, then and later. One owner at a time uses
/// it; the watches have threads of their own.
/// </summary>
public sealed class NodeKernel : IDisposable
{
    const int WatchMilliseconds = 500;

    static readonly NftName First = NftName.Fixed("merlon_a");
    static readonly NftName Second = NftName.Fixed("merlon_b");

    readonly NftablesDevice _device;
    readonly OwnTable _table;
    readonly TableMonitor _tables;
    readonly BridgeDevice _bridges;
    readonly InterfaceDevice _interfaces;
    readonly LinkMonitor _links;
    readonly BridgeSettings _bridgeSettings;
    readonly List<Thread> _watches = [];
    NflogDevice? _reports;

    NodeKernel(NftablesDevice device)
    {
        _device = device;
        _table = new OwnTable(device, First, Second);
        _tables = TableMonitor.Open(device, First, Second);
        _bridges = BridgeDevice.Open();
        _interfaces = InterfaceDevice.Open();
        _links = LinkMonitor.Open();
        _bridgeSettings = BridgeSettings.Open();
    }

    /// <exception cref="LinuxException">The kernel has no nf_tables, or the caller lacks NET_ADMIN.</exception>
    public static NodeKernel Open() => new(NftablesDevice.Open());

    /// <summary>What runs; null where nothing does, or something that cannot be read.</summary>
    public NftTable? Read() => _table.Read();

    /// <summary>Puts a ruleset in force, whatever runs; what runs then.</summary>
    /// <exception cref="LinuxException">The kernel refused something.</exception>
    public NftTable Enforce(NftTable wanted) => _table.Enforce(wanted);

    /// <summary>Makes a change to what runs.</summary>
    /// <exception cref="LinuxException">The kernel refused something: part of the change may have been made.</exception>
    public void Apply(RulesetDifference difference) => _device.Apply(difference);

    /// <summary>Removes everything that an agent has put into the kernel; false where there was nothing.</summary>
    public bool Remove() => _table.Remove();

    /// <summary>The interfaces of the node that have addresses.</summary>
    /// <exception cref="LinuxException">The kernel refused it.</exception>
    internal ImmutableArray<NodeInterface> Interfaces() =>
        [.. _interfaces.List().Select(found => new NodeInterface(found.Name, [.. found.Addresses]))];

    /// <summary>Whether kube-proxy has IPVS translate the addresses of Services.</summary>
    /// <exception cref="LinuxException">The kernel refused it.</exception>
    internal bool HasIpvs() => _interfaces.Has("kube-ipvs0");

    /// <summary>Whether the host filters bridges altogether, and can: others change that without a word.</summary>
    internal (bool Can, bool All) BridgeFiltering => (BridgeSettings.CanFilter, _bridgeSettings.AllAreFiltered);

    /// <summary>Makes bridges that pods are on pass what crosses them through the ruleset.</summary>
    /// <param name="pods">The addresses that pods have or may get.</param>
    /// <param name="isAllowed">Whether bridges may be changed.</param>
    /// <exception cref="LinuxException">The kernel refused it.</exception>
    public ImmutableArray<BridgeState> FilterBridges(IReadOnlyCollection<Cidr> pods, bool isAllowed)
    {
        var (canFilter, allAreFiltered) = BridgeFiltering;
        var states = ImmutableArray.CreateBuilder<BridgeState>();
        foreach (var bridge in _bridges.List().Where(bridge => bridge.Networks.Any(network => pods.Any(block => Overlap(network, block)))))
        {
            var mustChange = !allAreFiltered && !bridge.IsFiltered;
            if (mustChange && isAllowed) _bridges.Filter(bridge);
            states.Add(new BridgeState(bridge.Name, canFilter && (!mustChange || isAllowed)));
        }
        return states.ToImmutable();
    }

    /// <summary>Starts to tell of changes by others, until cancelled.</summary>
    /// <param name="tableTouched">Is called on another thread.</param>
    /// <param name="linksChanged">Is called on another thread.</param>
    /// <param name="stop">Ends it.</param>
    public void Watch(Action tableTouched, Action linksChanged, CancellationToken stop)
    {
        Start("nftables events", () => _tables.WaitForChange(WatchMilliseconds), tableTouched, stop);
        Start("link events", () => _links.WaitForChange(WatchMilliseconds), linksChanged, stop);
    }

    /// <summary>Listens to what rules report of packets, on the thread that opened this.</summary>
    /// <exception cref="LinuxException">The kernel has no such reports, or somebody else listens already.</exception>
    public void Listen() => _reports = NflogDevice.Open(NftRule.LogGroup);

    /// <summary>Starts to hand on what rules report of packets, until cancelled.</summary>
    internal void Report(FlowLog flows, CancellationToken stop)
    {
        var device = _reports ?? throw new InvalidOperationException("Nobody listens to what rules report.");
        Start("packet log", () =>
        {
            flows.CountLost(device.Wait(WatchMilliseconds, out var packets));
            if (packets.Count > 0) flows.Write(packets);
            return false;
        }, () => { }, stop);
    }

    /// <summary>Ends once the watches have, whose token must be cancelled.</summary>
    public void Dispose()
    {
        foreach (var watch in _watches) watch.Join();
        _device.Dispose();
        _tables.Dispose();
        _bridges.Dispose();
        _interfaces.Dispose();
        _bridgeSettings.Dispose();
        _links.Dispose();
        _reports?.Dispose();
    }

    static bool Overlap(Cidr a, Cidr b) => a.Contains(b) || b.Contains(a);

    void Start(string name, Func<bool> hasChanged, Action changed, CancellationToken stop)
    {
        var thread = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                if (hasChanged()) changed();
            }
        })
        {
            IsBackground = true,
            Name = name,
        };
        _watches.Add(thread);
        thread.Start();
    }
}
