namespace Merlon.Tests.BruteForce;

/// <summary>May the first packet of this new connection pass?</summary>
/// <param name="From">`namespace/pod`, `node/name` or an address literal.</param>
/// <param name="FromAddress">The exact source address; null for a pod that has none.</param>
/// <param name="To">As <paramref name="From"/>, or `svc/namespace/name`.</param>
/// <param name="ToAddress">
/// The exact destination address, for a service its cluster address; null for a pod that has none.
/// </param>
/// <param name="Protocol">TCP, UDP, SCTP or ICMP. ICMP is an echo request, of ICMPv6 between IPv6 addresses.</param>
/// <param name="Port">The destination port; 0 with ICMP.</param>
sealed record FlowQuestion(
    string From,
    string? FromAddress,
    string To,
    string? ToAddress,
    string Protocol,
    int Port)
{
    /// <summary>The source port; 0 with ICMP.</summary>
    public int SourcePort => Protocol == "ICMP" ? 0 : SourcePorts[(From.Length + To.Length + Port) % SourcePorts.Length];

    // Most rules speak of ports of the destination: only a few words and numbers meet by chance.
    static readonly int[] SourcePorts = [80, 40000, 53, 8080, 40001, 443];
}
