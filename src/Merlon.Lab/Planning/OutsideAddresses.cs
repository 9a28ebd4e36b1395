using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Lab.Planning;

/// <summary>
/// Chooses addresses outside the cluster: one that no smaller block holds for each block and exception of the policies,
/// and one that none speaks of.
/// </summary>
public static class OutsideAddresses
{
    /// <summary>Beyond this number of columns nobody reads a matrix.</summary>
    public const int Most = 12;

    static readonly IpAddress Usual4 = IpAddress.Parse("203.0.113.10");
    static readonly IpAddress Usual6 = IpAddress.Parse("2001:db8::10");

    // What is no ordinary destination, or is the lab's own.
    static readonly ImmutableArray<Cidr> Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3",
            "::/127", "::ffff:0:0:0/96", "fe80::/10", "ff00::/8",
        }.Select(text => Cidr.Parse(text)),
    ];

    internal static ImmutableArray<IpAddress> Choose(Cluster cluster, PolicySet policies)
    {
        var taken = Special
            .Concat(cluster.Endpoints.SelectMany(endpoint => endpoint.PodRanges))
            .Concat(cluster.Endpoints.SelectMany(endpoint => endpoint.Addresses).Select(Cidr.Of))
            .ToList();
        var blocks = policies.Policies
            .SelectMany(policy => policy.AllRules)
            .SelectMany(rule => rule.AllPeers)
            .OfType<Peer.Block>()
            .SelectMany(block => block.Except.Prepend(block.Cidr))
            .Concat([Cidr.All(IpFamily.IPv4), Cidr.All(IpFamily.IPv6)])
            .Distinct()
            .Order()
            .ToList();
        return
        [
            .. blocks.Select(
                block => Sample(block, blocks.Where(inner => inner != block && block.Contains(inner)).Concat(taken)))
                .OfType<IpAddress>()
                .Distinct()
                .OrderBy(address => address != Usual4 && address != Usual6)
                .ThenBy(address => address),
        ];
    }

    /// <summary>Whether the address is one that a lab can have outside.</summary>
    public static bool IsOrdinary(IpAddress address) => !Special.Any(block => block.Contains(address));

    internal static bool IsUsual(IpAddress address) => address == Usual4 || address == Usual6;

    static IpAddress? Sample(Cidr block, IEnumerable<Cidr> without)
    {
        var free = CidrSet.Subtract([block], without);
        if (free.IsEmpty) return null;
        var usual = block.Family == IpFamily.IPv4 ? Usual4 : Usual6;
        if (free.Any(part => part.Contains(usual))) return usual;
        var first = free[0].First;
        var second = IpAddress.Create(first.Family, first.Value + 1);
        return free[0].Contains(second) ? second : first;
    }
}
