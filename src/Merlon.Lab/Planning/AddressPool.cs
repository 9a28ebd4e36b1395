using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Lab.Planning;

/// <summary>Gives addresses and ranges that nobody has. The same requests in the same order give the same answers.</summary>
sealed class AddressPool
{
    static readonly Cidr Ranges4 = Cidr.Parse("10.213.0.0/16");
    static readonly Cidr Ranges6 = Cidr.Parse("fd00:6d:6c:6f::/64");
    static readonly Cidr Nodes4 = Cidr.Parse("10.212.0.0/24");
    static readonly Cidr Nodes6 = Cidr.Parse("fd00:6d:6c:6e::/112");

    readonly HashSet<IpAddress> _taken;
    readonly List<Cidr> _ranges;

    public AddressPool(Cluster cluster)
    {
        _taken = [.. cluster.Endpoints.SelectMany(endpoint => endpoint.Addresses)];
        _ranges = [.. cluster.Endpoints.SelectMany(endpoint => endpoint.PodRanges)];
    }

    /// <summary>A range for the pods of one node, in which nobody has an address.</summary>
    public Cidr NewPodRange(IpFamily family)
    {
        var (all, length) = family == IpFamily.IPv4 ? (Ranges4, 24) : (Ranges6, 112);
        for (var first = all.First; all.Contains(first);)
        {
            var range = Cidr.Containing(first, length);
            if (!_ranges.Any(known => known.Contains(range) || range.Contains(known)) && !_taken.Any(range.Contains))
            {
                _ranges.Add(range);
                return range;
            }
            first = Next(range.Last);
        }
        throw new LabException($"no {family} range is free for pods in {all}");
    }

    /// <summary>A free address for a node.</summary>
    public IpAddress NewNodeAddress(IpFamily family) =>
        NewAddress([family == IpFamily.IPv4 ? Nodes4 : Nodes6])
            ?? throw new LabException($"no {family} address is free for a node");

    /// <summary>The first free address of the ranges after their first; null where all are taken.</summary>
    public IpAddress? NewAddress(ImmutableArray<Cidr> ranges)
    {
        foreach (var range in ranges)
        {
            for (var address = Next(range.First); range.Contains(address) && address != range.Last; address = Next(address))
            {
                if (_taken.Add(address)) return address;
            }
        }
        return null;
    }

    static IpAddress Next(IpAddress address) => IpAddress.Create(address.Family, address.Value + 1);
}
