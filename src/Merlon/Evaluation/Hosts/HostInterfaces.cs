using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Evaluation.Hosts;

/// <summary>
/// Which host endpoint governs an interface. Of several the first by name; one of the interface before one of all. What
/// the interface of an address is called is known only where an endpoint expects the address.
/// </summary>
sealed class HostInterfaces
{
    static readonly Cidr LoopbackV4 = Cidr.Parse("127.0.0.0/8");
    static readonly IpAddress LoopbackV6 = IpAddress.Parse("::1");

    readonly HostEndpoint? _wildcard;
    readonly ImmutableArray<HostEndpoint> _nameless;
    readonly ImmutableArray<Named> _named;

    /// <summary>The endpoints that name one interface, with the addresses that they expect there.</summary>
    sealed record Named(string Interface, ImmutableArray<HostEndpoint> Endpoints, ImmutableHashSet<IpAddress> Addresses);

    readonly string? _uplink;

    /// <param name="endpoints">Those of one node, ordered by name.</param>
    /// <param name="uplink">The one interface by which the node reaches others; null where that is not known.</param>
    public HostInterfaces(IEnumerable<HostEndpoint> endpoints, string? uplink)
    {
        _uplink = uplink;
        var all = endpoints.ToList();
        _wildcard = all.FirstOrDefault(endpoint => endpoint.IsWildcard);
        _nameless = [.. all.Where(endpoint => endpoint.InterfaceName is null)];
        _named =
        [
            .. all.Where(endpoint => endpoint is { InterfaceName: not null, IsWildcard: false })
                .GroupBy(endpoint => endpoint.InterfaceName!, StringComparer.Ordinal)
                .Select(group => new Named(
                    group.Key, [.. group], [.. group.SelectMany(endpoint => endpoint.Addresses)])),
        ];
    }

    /// <summary>The endpoint of all interfaces without one of their own; null where there is none.</summary>
    public HostEndpoint? Wildcard => _wildcard;

    /// <summary>The interfaces with an endpoint of their own, by name, as far as endpoints name them.</summary>
    public IEnumerable<(string Interface, HostEndpoint Endpoint)> ByName() => _named.Select(named => named.Interface)
        .Concat(_uplink is null || _nameless.IsEmpty ? [] : [_uplink])
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)
        .Select(name => (name, Called(name)!));

    /// <summary>The endpoints of which nothing tells the interface.</summary>
    public IEnumerable<HostEndpoint> Nameless => _uplink is null
        ? _nameless.Where(endpoint => !_named.Any(named => endpoint.Addresses.Any(named.Addresses.Contains)))
        : [];

    public static bool IsLoopback(IpAddress? address) =>
        address is { } known && (LoopbackV4.Contains(known) || known == LoopbackV6);

    /// <summary>The endpoints that may govern the interface, null for none; one where that is certain.</summary>
    public ImmutableArray<HostEndpoint?> At(HostInterface @interface) => @interface switch
    {
        // Plugins name these: no endpoint can know the name.
        HostInterface.Pod => [_wildcard],
        HostInterface.Loopback => [Loopback()],
        HostInterface.Named { Name: var name } => [Called(name)],
        HostInterface.Outward when _uplink is not null => [Called(_uplink)],
        HostInterface.Outward { Own: { } own } => Having(own),
        HostInterface.Outward => Any(),
        _ => throw new InvalidOperationException($"A {@interface.GetType().Name} is no interface."),
    };

    HostEndpoint? Loopback() =>
        Find("lo") ?? _nameless.FirstOrDefault(endpoint => endpoint.Addresses.Any(address => IsLoopback(address))) ?? _wildcard;

    // An endpoint that names none is on the uplink, which has the addresses of the node.
    HostEndpoint? Called(string name) => Find(name) ?? (name == _uplink ? _nameless.FirstOrDefault() : null) ?? _wildcard;

    HostEndpoint? Find(string name) => _named.FirstOrDefault(named => named.Interface == name) is { } found ? Winner(found) : null;

    ImmutableArray<HostEndpoint?> Having(IpAddress own)
    {
        var named = _named.Where(candidate => candidate.Addresses.Contains(own)).ToList();
        if (named.Count > 0) return [.. named.Select(Winner).Distinct()];
        if (_nameless.FirstOrDefault(endpoint => endpoint.Addresses.Contains(own)) is not { } found) return Any();
        // It may be an interface that an endpoint of an earlier name names.
        return
        [
            found,
            .. _named.Select(Winner).Where(other => string.CompareOrdinal(other.Name, found.Name) < 0),
        ];
    }

    ImmutableArray<HostEndpoint?> Any() => [.. _named.Select(Winner).Concat(_nameless).Append(_wildcard).Distinct()];

    HostEndpoint Winner(Named named) => named.Endpoints
        .Concat(_nameless.Where(endpoint => named.Interface == _uplink || endpoint.Addresses.Any(named.Addresses.Contains)))
        .MinBy(endpoint => endpoint.Name, StringComparer.Ordinal)!;
}
