namespace Merlon.Tests.BruteForce;

/// <summary>An interface of a node, or all where the name is a star; without a name the one that has an expected address.</summary>
sealed record HostEndpointData(
    string Name,
    string Node,
    string? Interface,
    IReadOnlyList<string> ExpectedAddresses,
    IReadOnlyList<string> Profiles,
    IReadOnlyDictionary<string, string> Labels);

/// <summary>A profile of host endpoints.</summary>
sealed record ProfileData(
    string Name,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<CalicoRuleData> Ingress,
    IReadOnlyList<CalicoRuleData> Egress);

/// <summary>A failsafe port; open for everyone without a block.</summary>
sealed record FailsafeData(string Protocol, int Port, string? Net);
