namespace Merlon.Tests.BruteForce;

/// <summary>Which families a world uses.</summary>
enum AddressPlan
{
    IPv4,
    IPv6,
    Dual,
}
