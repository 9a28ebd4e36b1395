namespace Merlon.Tests.BruteForce;

/// <summary>Calico's objects of a world.</summary>
sealed record CalicoData(
    IReadOnlyList<CalicoTierData> Tiers,
    IReadOnlyList<CalicoPolicyData> Policies,
    IReadOnlyList<NetworkSetData> Sets,
    IReadOnlyList<ServiceAccountData> Accounts)
{
    public IReadOnlyList<HostEndpointData> Hosts { get; init; } = [];

    public IReadOnlyList<ProfileData> Profiles { get; init; } = [];

    /// <summary>The failsafe ports where they are not the usual ones.</summary>
    public (IReadOnlyList<FailsafeData> Inbound, IReadOnlyList<FailsafeData> Outbound)? Failsafes { get; init; }
}

/// <summary>A tier; without an action it denies.</summary>
sealed record CalicoTierData(string Name, double Order, string? DefaultAction);

/// <summary>A policy of one namespace, or of all where that is null; selectors that are missing select everything.</summary>
sealed record CalicoPolicyData(
    string? Namespace,
    string Name,
    bool IsStaged,
    string? Tier,
    double? Order,
    CalicoTerm? Selector,
    CalicoTerm? NamespaceSelector,
    CalicoTerm? AccountSelector,
    IReadOnlyList<string>? Types,
    IReadOnlyList<CalicoRuleData> Ingress,
    IReadOnlyList<CalicoRuleData> Egress)
{
    /// <summary>Where on hosts it applies: Forward, PreDnat or Untracked; null for what is their own.</summary>
    public string? HostPlace { get; init; }
}

sealed record CalicoRuleData(string Action, CalicoEntityData Source, CalicoEntityData Destination)
{
    public int? IpVersion { get; init; }

    public string? Protocol { get; init; }

    public string? NotProtocol { get; init; }

    public int? IcmpType { get; init; }

    public int? NotIcmpType { get; init; }
}

sealed record CalicoEntityData
{
    public static CalicoEntityData Anyone { get; } = new();

    public IReadOnlyList<string> Nets { get; init; } = [];

    public IReadOnlyList<string> NotNets { get; init; } = [];

    public CalicoTerm? Selector { get; init; }

    public CalicoTerm? NotSelector { get; init; }

    /// <summary>A selector of namespaces; global means what is in none.</summary>
    public CalicoTerm? NamespaceSelector { get; init; }

    public IReadOnlyList<string> AccountNames { get; init; } = [];

    public CalicoTerm? AccountSelector { get; init; }

    public (string Namespace, string Name)? Service { get; init; }

    public IReadOnlyList<CalicoPortData> Ports { get; init; } = [];

    public IReadOnlyList<CalicoPortData> NotPorts { get; init; } = [];
}

/// <summary>A range of ports, or a name.</summary>
sealed record CalicoPortData(int First, int Last, string? Name);

/// <summary>A set of blocks; of no namespace where that is null.</summary>
sealed record NetworkSetData(
    string? Namespace, string Name, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<string> Nets);

sealed record ServiceAccountData(string Namespace, string Name, IReadOnlyDictionary<string, string> Labels);
