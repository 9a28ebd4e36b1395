using Merlon.Model;

namespace Merlon.Connectivity.Groups;

/// <summary>
/// What is open between two units. <paramref name="Other"/> is null where both IP versions fare alike, or only one of
/// them can be used.
/// </summary>
/// <param name="Opening">What is open; of IPv4 where the versions differ.</param>
/// <param name="Other">What is open by IPv6, where that differs.</param>
readonly record struct PairValue(Opening Opening, Opening? Other)
{
    public bool IsNone => Opening.IsNone && Other is null;

    /// <summary>What is open, by IP version where they differ.</summary>
    public IEnumerable<(Opening Opening, IpFamily? Family)> Parts => Other is null
        ? [(Opening, null)]
        : new (Opening, IpFamily?)[] { (Opening, IpFamily.IPv4), (Other, IpFamily.IPv6) }.Where(part => !part.Item1.IsNone);
}
