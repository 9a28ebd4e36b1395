namespace Merlon.Tests.BruteForce;

/// <summary>Draws blocks around the addresses of a world, with exceptions that often hit one of them.</summary>
sealed class IpBlockGenerator(Random random, IReadOnlyList<string> addresses)
{
    static readonly int[] LengthsOfIPv4 = [0, 0, 8, 16, 16, 24, 24, 28, 32];
    static readonly int[] LengthsOfIPv6 = [0, 0, 16, 32, 48, 64, 64, 124, 128];

    public IpBlockData Draw()
    {
        var address = random.Pick(addresses);
        var length = random.Pick(LengthsFor(address));
        return new IpBlockData(Spell(AddressText.Block(address, length)), DrawExcepts(address, length));
    }

    string[]? DrawExcepts(string address, int length)
    {
        var longer = LengthsFor(address).Where(candidate => candidate > length).ToArray();
        var inside = addresses
            .Where(candidate => AddressText.IsIPv6(candidate) == AddressText.IsIPv6(address)
                && AddressText.Block(candidate, length) == AddressText.Block(address, length))
            .ToArray();
        return random.Next(100) switch
        {
            < 40 => null,
            < 45 => [],
            _ when longer.Length == 0 => null,
            _ => RandomDraws.Repeat(
                random.Between(1, 3),
                () => Spell(AddressText.Block(random.Pick(inside), random.Pick(longer)))),
        };
    }

    // Case and leading zeros in a group are unusual but legal in IPv6.
    string Spell(string cidr) => AddressText.IsIPv6(cidr.Split('/')[0]) && random.Chance(15)
        ? random.Chance(50) ? cidr.ToUpperInvariant() : cidr.Replace("fd00:10:", "fd00:0010:", StringComparison.Ordinal)
        : cidr;

    static int[] LengthsFor(string address) => AddressText.IsIPv6(address) ? LengthsOfIPv6 : LengthsOfIPv4;
}
