namespace Merlon.Model;

/// <summary>An IP version.</summary>
public enum IpFamily
{
    IPv4 = 4,
    IPv6 = 6,
}
