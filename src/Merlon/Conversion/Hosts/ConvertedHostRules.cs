using System.Collections.Immutable;

namespace Merlon.Conversion.Hosts;

/// <summary>What came of converting a host's rules.</summary>
/// <param name="Yaml">HostEndpoints, the policy, and the sets of addresses that it names.</param>
/// <param name="NotConverted">Rules that Calico has no words for, with their place and the reason.</param>
/// <param name="Differences">Flows that fare otherwise under the policy than under the rules, a sentence each.</param>
public sealed record ConvertedHostRules(
    string Yaml, ImmutableArray<string> NotConverted, ImmutableArray<string> Differences);
