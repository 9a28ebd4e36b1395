using System.Globalization;
using System.Net;

namespace Merlon.Tests.BruteForce;

/// <summary>Whether a block written as `address/length` contains an address.</summary>
static class CidrMatch
{
    public static bool Contains(string cidr, IPAddress address)
    {
        var parts = cidr.Split('/');
        var network = IPAddress.Parse(parts[0]);
        var length = int.Parse(parts[1], CultureInfo.InvariantCulture);
        if (network.AddressFamily != address.AddressFamily)
        {
            return false;
        }

        for (var position = 0; position < length; position++)
        {
            if (Bit(network, position) != Bit(address, position))
            {
                return false;
            }
        }

        return true;
    }

    static int Bit(IPAddress address, int position) =>
        (address.GetAddressBytes()[position / 8] >> (7 - (position % 8))) & 1;
}
