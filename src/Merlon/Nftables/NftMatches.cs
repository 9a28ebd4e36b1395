using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Nftables;

/// <summary>Lists of matches that must all hold.</summary>
static class NftMatches
{
    /// <summary>Equality of lists, in order.</summary>
    public static IEqualityComparer<ImmutableArray<NftMatch>> Comparer { get; } = new ListComparer();

    public static PacketField AddressField(bool isSource, IpFamily family) => (isSource, family) switch
    {
        (true, IpFamily.IPv4) => PacketField.SourceAddressV4,
        (true, _) => PacketField.SourceAddressV6,
        (false, IpFamily.IPv4) => PacketField.DestinationAddressV4,
        _ => PacketField.DestinationAddressV6,
    };

    /// <summary>
    /// All matches of both, addresses before protocols and these before ports, each once and none that follows from
    /// another; null where they contradict each other.
    /// </summary>
    public static ImmutableArray<NftMatch>? Joined(ImmutableArray<NftMatch> a, ImmutableArray<NftMatch> b)
    {
        var all = a.Concat(b).Distinct().ToList();
        var families = all.Select(FamilyOf).OfType<IpFamily>().Distinct().ToList();
        if (families.Count > 1) return null;
        if (all.Any(match => match is NftMatch.InSet inSet && IsAddress(inSet.Field))) all.RemoveAll(match => match is NftMatch.Version);
        var protocols = all.OfType<NftMatch.Transport>().ToList();
        var wanted = protocols.Where(transport => !transport.IsNegated).ToList();
        if (wanted.Count > 1) return null;
        if (wanted is [var only])
        {
            if (protocols.Contains(only with { IsNegated = true })) return null;
            all.RemoveAll(match => match is NftMatch.Transport { IsNegated: true });
        }
        return [.. all.OrderBy(Place)];
    }

    static bool IsAddress(PacketField field) => field is not (PacketField.SourcePort or PacketField.DestinationPort);

    static IpFamily? FamilyOf(NftMatch match) => match switch
    {
        NftMatch.Version version => version.Family,
        NftMatch.InSet { Field: PacketField.SourceAddressV4 or PacketField.DestinationAddressV4 } => IpFamily.IPv4,
        NftMatch.InSet { Field: PacketField.SourceAddressV6 or PacketField.DestinationAddressV6 } => IpFamily.IPv6,
        _ => null,
    };

    static int Place(NftMatch match) => match switch
    {
        NftMatch.Version => 0,
        NftMatch.InSet inSet when IsAddress(inSet.Field) => 1,
        NftMatch.Transport => 2,
        _ => 3,
    };

    sealed class ListComparer : IEqualityComparer<ImmutableArray<NftMatch>>
    {
        public bool Equals(ImmutableArray<NftMatch> a, ImmutableArray<NftMatch> b) => a.SequenceEqual(b);

        public int GetHashCode(ImmutableArray<NftMatch> matches) => matches.Aggregate(0, HashCode.Combine);
    }
}
