namespace Merlon.Model;

/// <summary>A port of a host that stays open whatever policies say.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Port">The destination port.</param>
/// <param name="Net">Only with others in this block; null for everyone.</param>
public sealed record FailsafePort(Protocol Protocol, ushort Port, Cidr? Net = null)
{
    /// <summary>Whether a new connection of this protocol, to this port, with this other end, is meant.</summary>
    public bool Covers(Protocol protocol, ushort port, IpAddress? other) =>
        protocol == Protocol && port == Port
        && (Net is not { } net || (other is { } address && net.Contains(address)));

    /// <summary><c>22/TCP</c>, or <c>22/TCP with 10.0.0.0/8</c>.</summary>
    public override string ToString() => Net is { } net ? $"{Port}/{Protocol} with {net}" : $"{Port}/{Protocol}";
}
