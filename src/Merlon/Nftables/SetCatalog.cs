using System.Collections.Immutable;
using System.Globalization;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>The sets of a ruleset, each shared by all rules that mean the same: named for what it means, not for who is in it.</summary>
sealed class SetCatalog(Evaluator evaluator, IClusterView view)
{
    readonly Dictionary<NftName, NftSet> _made = [];
    readonly SortedDictionary<NftName, NftSet> _used = [];

    /// <summary>The sets that are in use.</summary>
    public ImmutableArray<NftSet> ToImmutable() => [.. _used.Values];

    /// <summary>Sets of rules that are in use, made here or for an earlier ruleset.</summary>
    public void Use(IEnumerable<NftSet> sets)
    {
        foreach (var set in sets)
        {
            if (_used.TryAdd(set.Name, set)) view.Keep(set);
        }
    }

    /// <summary>The sets that the rules of chains ask: not every set that was made for a rule stays in it.</summary>
    public ImmutableArray<NftSet> AskedBy(IEnumerable<NftChain> chains) =>
        [.. chains.SelectMany(chain => chain.Sets).Distinct().Where(name => !JudgeChains.IsDispatch(name)).Select(name => _made[name])];

    /// <summary>The addresses of the pods that a peer selects.</summary>
    public NftName Pods(Peer.Pods peer, IpFamily family) =>
        Addresses(new SetMeaning.Pods(peer.Selector), family);

    /// <summary>The addresses of the pods that a formula selects, and of the groups that it does, where there are any.</summary>
    public IEnumerable<NftName> Labelled(Peer.Labelled peer, IpFamily family)
    {
        yield return Addresses(new SetMeaning.Labelled(new FormulaSelector(peer.Formula)), family);
        ImmutableArray<Cidr> blocks = [.. evaluator.Matcher.BlocksOf(peer).Where(block => block.Family == family)];
        if (blocks.IsEmpty) yield break;
        var name = NftName.ByContent($"group{(int)family}", peer.Formula.ToString());
        Add(new NftSet.Blocks(name, family, blocks));
        yield return name;
    }

    /// <summary>The addresses behind a Service.</summary>
    public NftName Backends(Peer.Backends peer, IpFamily family) => Addresses(
        "svc", peer.ToString(), family,
        evaluator.Matcher.Peers.Backends.EndsOf(peer.Namespace, peer.Service).Select(end => end.Address).OfType<IpAddress>().Distinct());

    /// <summary>The addresses behind a Service at which connections end at the port.</summary>
    public NftName BackendsAt(Condition.BackendPort backend, Protocol protocol, ushort port, IpFamily family) => Addresses(
        "svcport", string.Create(CultureInfo.InvariantCulture, $"{backend.Namespace}/{backend.Service} {protocol} {port}"), family,
        evaluator.Matcher.Peers.Backends.PortsOf(backend.Namespace, backend.Service)
            .Where(found => found.Protocol == protocol && found.Port == port)
            .Select(found => found.End.Address)
            .OfType<IpAddress>()
            .Distinct());

    /// <summary>The addresses of the pods that give the port name this number, and of the host endpoints that do, where there are any.</summary>
    public IEnumerable<NftName> WithPort(PortMatch.Named port, ushort number, IpFamily family)
    {
        yield return Addresses(new SetMeaning.PodsWithPort(port, number, evaluator.Matcher.Ports), family);
        ImmutableArray<IpAddress> ofHosts =
        [
            .. evaluator.Cluster.HostEndpoints.Where(host => PortMatcher.NumbersOf(port, host).Contains(number))
                .SelectMany(host => host.Addresses).Where(address => address.Family == family).Distinct().Order(),
        ];
        if (ofHosts.IsEmpty) yield break;
        yield return Addresses("hostport", string.Create(CultureInfo.InvariantCulture, $"{port} at {number}"), family, ofHosts);
    }

    /// <summary>All numbers that anyone gives the port name.</summary>
    public IEnumerable<ushort> NumbersOf(PortMatch.Named port) =>
        view.NumbersOf(port).Concat(evaluator.Cluster.HostEndpoints.SelectMany(host => PortMatcher.NumbersOf(port, host)));

    /// <summary>The addresses of nodes.</summary>
    public NftName Nodes(Peer.Nodes peer, IpFamily family) =>
        Addresses("nodes", peer.Labels.ToString(), family, evaluator.Matcher.Peers.AddressesOf(peer));

    /// <summary>The known addresses of a domain name.</summary>
    public NftName Domain(Peer.Domain peer, IpFamily family) =>
        Addresses("domain", peer.ToString(), family, evaluator.Matcher.Peers.AddressesOf(peer));

    /// <summary>The addresses of blocks less their exceptions.</summary>
    public NftName Blocks(IEnumerable<Peer.Block> blocks, IpFamily family)
    {
        ImmutableArray<Cidr> parts = CidrSet.Union(
            blocks.Where(block => block.Cidr.Family == family).SelectMany(block => CidrSet.Subtract([block.Cidr], block.Except)));
        var name = NftName.ByContent($"blocks{(int)family}", string.Join(' ', parts));
        Add(new NftSet.Blocks(name, family, parts));
        return name;
    }

    public NftName Ports(ImmutableArray<PortRange> ranges)
    {
        var name = NftName.ByContent("ports", string.Join(' ', ranges));
        Add(new NftSet.Ports(name, ranges));
        return name;
    }

    NftName Addresses(string kind, string meaning, IpFamily family, IEnumerable<IpAddress> addresses)
    {
        var name = NftName.ByContent($"{kind}{(int)family}", meaning);
        Add(new NftSet.Addresses(name, family, [.. addresses.Where(address => address.Family == family).Order()]));
        return name;
    }

    void Add(NftSet set) => _made[set.Name] = set;

    NftName Addresses(SetMeaning meaning, IpFamily family)
    {
        var name = meaning.NameIn(family);
        if (!_made.ContainsKey(name)) Add(view.SetOf(meaning, family));
        return name;
    }
}
