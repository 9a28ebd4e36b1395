namespace Merlon.Model;

/// <summary>An address and port that stand for a Service and are translated to a backend.</summary>
/// <param name="Service">The Service.</param>
/// <param name="Address">The address that clients use; null where the manifest names none.</param>
/// <param name="Port">The port that clients use.</param>
public sealed record ServiceAddress(Service Service, IpAddress? Address, ushort Port)
{
    /// <summary>
    /// Who used it, where the node that translates it puts its own address in place of the sender's; null where it does
    /// not.
    /// </summary>
    public FlowEnd? Client { get; init; }
}
