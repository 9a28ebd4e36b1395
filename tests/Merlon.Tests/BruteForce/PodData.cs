namespace Merlon.Tests.BruteForce;

/// <summary>A pod; for one on the host network the addresses are those of its node, or none yet.</summary>
sealed record PodData(
    string Namespace,
    string Name,
    string? NodeName,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<string> Addresses,
    PodPhase Phase,
    bool HostNetwork,
    IReadOnlyList<ContainerData> Containers)
{
    /// <summary>The account that it runs as; null where none is written, which is the one named default.</summary>
    public string? ServiceAccount { get; init; }

    public string Key => $"{Namespace}/{Name}";

    public bool IsFinished => Phase is PodPhase.Succeeded or PodPhase.Failed;
}
