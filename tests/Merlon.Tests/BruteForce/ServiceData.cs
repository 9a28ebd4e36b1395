namespace Merlon.Tests.BruteForce;

/// <summary>A service of one family, that of its cluster address.</summary>
sealed record ServiceData(
    string Namespace,
    string Name,
    string ClusterAddress,
    IReadOnlyDictionary<string, string>? Selector,
    IReadOnlyList<ServicePortData> Ports);
