using System.Collections.Immutable;
using Merlon.Apis.CalicoV3;
using Merlon.Apis.ClusterNetworkPolicyV1Alpha2;
using Merlon.Resources;

namespace Merlon.Apis;

/// <summary>Writes policies as those of another API.</summary>
/// <param name="Target">The API written, as it is named on a command line.</param>
/// <param name="Source">What it reads, for people.</param>
/// <param name="Convert">Converts the policies that it knows; others are left alone.</param>
public sealed record PolicyConverter(string Target, string Source, Func<ResourceSet, ConvertedPolicies> Convert)
{
    /// <summary>Every converter there is, one for each target.</summary>
    public static ImmutableArray<PolicyConverter> All { get; } =
    [
        new(
            "clusternetworkpolicy",
            "AdminNetworkPolicy and BaselineAdminNetworkPolicy",
            ClusterNetworkPolicyConverter.Convert),
        new("calico/v3", "NetworkPolicy and policies of Calico 2", CalicoConverter.Convert),
    ];
}
