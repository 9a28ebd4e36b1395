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
    int Port);
