using System.Collections.Frozen;
using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Nftables.Hosts;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>
/// The ruleset of a node, kept in step with a cluster that changes: equal, at any moment, to what
/// <see cref="RulesetCompiler"/> makes of the whole cluster. What the node's own pods and the policies say is compiled
/// again when they change; who is a member of which set is kept in step one by one, so that a pod elsewhere costs the
/// same whatever the size of the cluster. It has one owner.
/// </summary>
public sealed class LiveRuleset
{
    static readonly NftName AnyName = NftName.Fixed("merlon_a");

    readonly string _node;
    readonly UnknownPods _unknownPods;
    readonly FlowReporting _reporting;
    readonly MembershipIndex _members = new();
    readonly ClassMemory _classes = new();
    readonly Dictionary<string, Endpoint> _near = new(StringComparer.Ordinal);
    PolicySet _policies = new([]);
    ImmutableArray<Service> _services = [];
    ImmutableArray<AddressGroup> _groups = [];
    ImmutableArray<HostEndpoint> _hosts = [];
    ImmutableArray<HostEndpoint> _ownHosts = [];
    ImmutableArray<HostEndpoint> _placedHosts = [];
    ImmutableArray<NodeInterface> _interfaces = [];
    Failsafes _failsafes = Failsafes.Default;
    NftTable? _compiled;
    NftTable? _committed;
    bool _mustCompile = true;
    bool _mustForget;

    public LiveRuleset(string node, UnknownPods unknownPods = UnknownPods.Drop, FlowReporting? reporting = null) =>
        (_node, _unknownPods, _reporting) = (node, unknownPods, reporting ?? FlowReporting.None);

    /// <summary>Whether the node itself is known: without it nobody knows whom to guard.</summary>
    public bool KnowsNode => _near.ContainsKey(EndpointId.Node(_node).Text);

    /// <summary>The blocks that the node's pods get their addresses from.</summary>
    public ImmutableArray<Cidr> PodRanges => _near.TryGetValue(EndpointId.Node(_node).Text, out var node) ? node.PodRanges : [];

    /// <summary>The pods of the node that have a network of their own.</summary>
    public IEnumerable<Endpoint> LocalPods => _near.Values.Where(IsLocal);

    /// <summary>Takes note that an endpoint is another of the same id, new, or gone.</summary>
    public void Replace(Endpoint? old, Endpoint? now)
    {
        _members.Replace(old, now);
        _mustForget |= (old ?? now)?.Kind == EndpointKind.Node;
        if (old is not null && IsNear(old)) _mustCompile |= _near.Remove(old.Id.Text);
        if (now is null || !IsNear(now)) return;
        _near[now.Id.Text] = now;
        _mustCompile = true;
    }

    /// <summary>What copies of packets mean, by what they carry, in the ruleset that was asked for last.</summary>
    public FrozenDictionary<string, FlowReport> Reports { get; private set; } = FrozenDictionary<string, FlowReport>.Empty;

    /// <summary>How often the node's own part was compiled: more often than before where its pods or policies changed.</summary>
    public int Compilations { get; private set; }

    /// <summary>The size of the ruleset that was asked for last.</summary>
    public RulesetSize Size => _compiled is not { } compiled ? new RulesetSize(0, 0, 0, 0) : new RulesetSize(
        compiled.Chains.Length,
        compiled.Chains.Sum(chain => chain.Rules.Length),
        compiled.Sets.Length,
        compiled.Sets.Sum(set => MembersOf(set.Name)?.Count ?? set.Count) + compiled.Maps.Sum(map => map.Elements.Length));

    public PolicySet Policies
    {
        get => _policies;
        set => (_policies, _mustCompile, NamedServices) = (value, true, [.. NamesOf(value).Distinct()]);
    }

    /// <summary>The Services that policies name.</summary>
    public ImmutableArray<(string Namespace, string Name)> NamedServices { get; private set; } = [];

    /// <summary>What stands behind <see cref="NamedServices"/>. Where it is another, all chains are compiled anew.</summary>
    public ImmutableArray<Service> Services
    {
        get => _services;
        set
        {
            if (value == _services || EndsOf(value).SequenceEqual(EndsOf(_services))) return;
            (_services, _mustCompile, _mustForget) = (value, true, true);
        }
    }

    /// <summary>Addresses that carry labels. Where they are others, all chains are compiled anew.</summary>
    public ImmutableArray<AddressGroup> AddressGroups
    {
        get => _groups;
        set
        {
            if (value != _groups) (_groups, _mustCompile, _mustForget) = (value, true, true);
        }
    }

    /// <summary>The host endpoints of all nodes. Where they are others, all chains are compiled anew.</summary>
    public ImmutableArray<HostEndpoint> HostEndpoints
    {
        get => _hosts;
        set
        {
            if (value == _hosts) return;
            (_hosts, _ownHosts) = (value, [.. value.Where(host => host.NodeName == _node)]);
            PlaceHosts();
        }
    }

    /// <summary>The node's interfaces, which tell where host endpoints are that name none.</summary>
    public ImmutableArray<NodeInterface> Interfaces
    {
        get => _interfaces;
        set
        {
            if (value.SequenceEqual(_interfaces)) return;
            _interfaces = value;
            if (NeedsInterfaces) PlaceHosts();
        }
    }

    /// <summary>Whether <see cref="Interfaces"/> matter: a host endpoint of the node names none.</summary>
    public bool NeedsInterfaces => _ownHosts.Any(host => host.InterfaceName is null);

    /// <summary>The host endpoints of the node that are nowhere: none of its interfaces has an address that they expect.</summary>
    public ImmutableArray<HostEndpoint> HostsWithoutInterface => [.. _ownHosts.Where(host => HostPlaces.Of(host, _interfaces).IsEmpty)];

    /// <summary>How many host endpoints of the node are on an interface.</summary>
    public int LocalHosts => _ownHosts.Length - HostsWithoutInterface.Length;

    /// <summary>The ports of the node that stay open whatever policies of its host endpoints say.</summary>
    public Failsafes Failsafes
    {
        get => _failsafes;
        set
        {
            if (value.Inbound.SequenceEqual(_failsafes.Inbound) && value.Outbound.SequenceEqual(_failsafes.Outbound)) return;
            (_failsafes, _mustCompile, _mustForget) = (value, true, true);
        }
    }

    /// <summary>Whether nothing differs from the last <see cref="Commit"/>: most of what a cluster tells changes nothing here.</summary>
    public bool IsCommitted => _committed is not null && ReferenceEquals(_compiled, _committed)
        && !_mustCompile && !_members.HasOtherAnswers && !_members.HasOtherMembers;

    /// <summary>The whole ruleset, as it should be now.</summary>
    /// <exception cref="InvalidOperationException">The node is not known.</exception>
    public NftTable Whole(NftName name)
    {
        Compile();
        var compiled = _compiled ?? throw NothingIsCompiled();
        return compiled with { Name = name, Sets = [.. compiled.Sets.Select(set => MembersOf(set.Name)?.Whole(_members.Book) ?? set)] };
    }

    /// <summary>
    /// What leads from the ruleset of the last <see cref="Commit"/> to that of now: two tables that hold what differs,
    /// and all chains.
    /// </summary>
    /// <exception cref="InvalidOperationException">The node is not known, or nothing was committed yet.</exception>
    public (NftTable Current, NftTable Wanted) Step()
    {
        Compile();
        var wanted = _compiled ?? throw NothingIsCompiled();
        var current = _committed ?? throw new InvalidOperationException("Nothing is in force yet.");
        var before = current.Sets.ToDictionary(set => set.Name);
        var unchanged = wanted.Sets.Where(set => IsUnchanged(set, before)).Select(set => set.Name).ToHashSet();
        return (
            current with
            {
                Sets = [.. current.Sets.Where(set => !unchanged.Contains(set.Name)).Select(set => MembersOf(set.Name)?.Removed(_members.Book) ?? set)],
            },
            wanted with
            {
                Sets =
                [
                    .. wanted.Sets.Where(set => !unchanged.Contains(set.Name)).Select(set => MembersOf(set.Name) is not { } members ? set
                        : before.ContainsKey(set.Name) ? members.Added(_members.Book) : members.Whole(_members.Book)),
                ],
            });
    }

    // Who is led where is told as a whole.
    bool IsUnchanged(NftSet set, Dictionary<NftName, NftSet> before) =>
        before.TryGetValue(set.Name, out var known) && !JudgeChains.IsDispatch(set.Name)
        && (MembersOf(set.Name) is { } members ? !members.HasChanged : set.Equals(known));

    /// <summary>What was asked for last is in force, in a policy epoch.</summary>
    public void Commit(PolicyEpoch? epoch)
    {
        _members.Commit();
        _committed = _compiled = _compiled is { } compiled && epoch is not null ? epoch.In(compiled) : _compiled;
    }

    void Compile()
    {
        if (!KnowsNode) throw new InvalidOperationException($"There is no node `{_node}`.");
        if (!_mustCompile && !_members.HasOtherAnswers) return;
        ImmutableArray<Endpoint> near = [.. _near.Values.OrderBy(endpoint => endpoint.Id)];
        var cluster = new Cluster([], near, new AddressIndex(near), _services)
        {
            AddressGroups = _groups,
            HostEndpoints = _placedHosts,
            DefaultFailsafes = _failsafes,
        };
        if (_mustForget || _members.HasOtherNumbers) _classes.Forget();
        _members.BeginAsking();
        var compiled = RulesetCompiler.Compile(
            new Evaluator(cluster, _policies), _members, _node, AnyName, _unknownPods, epochs: null, _reporting, _classes);
        if (_compiled is not { } before || !before.Chains.SequenceEqual(compiled.Chains)) Reports = FlowReporting.ReportsOf(compiled.Chains);
        _compiled = compiled;
        _members.EndAsking();
        _mustCompile = _mustForget = false;
        Compilations++;
    }

    void PlaceHosts() => (_placedHosts, _mustCompile, _mustForget) = (HostPlaces.On(_node, _hosts, _interfaces), true, true);

    static IEnumerable<(string Namespace, string Name)> NamesOf(PolicySet policies)
    {
        foreach (var policy in policies.AllPolicies)
        {
            foreach (var name in policy.Ingress.Where(NamesServices).Concat(policy.Egress.Where(NamesServices)).SelectMany(NamesOf)) yield return name;
        }
    }

    // Rules are many, and few name any.
    static bool NamesServices(Rule rule)
    {
        if (!rule.Conditions.IsEmpty) return true;
        foreach (var peer in rule.Peers)
        {
            if (peer is Peer.Backends) return true;
        }
        return false;
    }

    static IEnumerable<(string Namespace, string Name)> NamesOf(Rule rule) =>
        rule.AllPeers.OfType<Peer.Backends>().Select(peer => (peer.Namespace, peer.Service))
            .Concat(rule.Conditions.OfType<Condition.BackendPort>().Select(port => (port.Namespace, port.Service)));

    // All that rules see of Services; in an order of its own, because that of pods behind them means nothing.
    static IEnumerable<(string, string, Protocol, ushort, IpAddress)> EndsOf(ImmutableArray<Service> services) =>
        (from service in services
         from port in service.Ports
         from backend in port.Backends.Concat(port.Unready)
         where backend.End.Address is not null
         select (service.Namespace, service.Name, port.Protocol, backend.Port, backend.End.Address ?? default))
        .Distinct().Order();

    MemberSet? MembersOf(NftName set) => _members.Sets.GetValueOrDefault(set);

    bool IsNear(Endpoint endpoint) => endpoint.Kind == EndpointKind.Node || IsLocal(endpoint);

    static InvalidOperationException NothingIsCompiled() => new("Nothing was compiled.");

    bool IsLocal(Endpoint endpoint) => endpoint.IsOnPodNetwork && endpoint.NodeName == _node;
}
