using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>A cluster at one moment, looked through for each question.</summary>
sealed class ClusterView(Evaluator evaluator) : IClusterView
{
    readonly Cluster _cluster = evaluator.Cluster;

    public NftSet.Addresses SetOf(SetMeaning meaning, IpFamily family)
    {
        var addresses =
            from endpoint in _cluster.Endpoints
            where meaning.Contains(endpoint)
            from address in endpoint.Addresses
            where address.Family == family && IsOwner(endpoint, address)
            select address;
        return new NftSet.Addresses(meaning.NameIn(family), family, [.. addresses.Distinct().Order()]);
    }

    public void Keep(NftSet set)
    {
        // Nothing here changes.
    }

    public bool IsOwner(Endpoint endpoint, IpAddress address) =>
        _cluster.Addresses.TryGet(address, out var owner) && ReferenceEquals(owner, endpoint);

    public IEnumerable<ushort> NumbersOf(PortMatch.Named port) =>
        _cluster.Endpoints.SelectMany(endpoint => evaluator.Matcher.Ports.NumbersOf(port, endpoint))
            .Distinct()
            .Order();

    public IEnumerable<IpAddress> ClaimedByOthers(ImmutableArray<Cidr> ranges, IReadOnlyCollection<Endpoint> endpoints) =>
        _cluster.Endpoints.Except(endpoints)
            .SelectMany(endpoint => endpoint.Addresses)
            .Where(address => ranges.Any(range => range.Contains(address)));
}
