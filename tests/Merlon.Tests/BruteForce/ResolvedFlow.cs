namespace Merlon.Tests.BruteForce;

/// <summary>A flow whose ends are known; via a service the destination is one of its backends.</summary>
sealed record ResolvedFlow(
    ResolvedEndpoint Source,
    ResolvedEndpoint Destination,
    string Protocol,
    int Port,
    bool ViaService)
{
    /// <summary>The port that it comes from; 0 with ICMP.</summary>
    public int SourcePort { get; init; }
}
