using Merlon.Apis.CalicoV3;
using Merlon.Manifests;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV1;

/// <summary>
/// Policies, profiles and tiers as calicoctl 1 and Calico 2 had them (<c>apiVersion: v1</c>, <c>kind: policy</c>), read as what
/// Calico's own conversion makes of them.
/// </summary>
sealed class CalicoV1Api : IPolicyApi
{
    const string Policy = "policy";
    const string Tier = "tier";
    const string Profile = "profile";

    public bool Reads(ObjectType type) => type is { Group: "", Version: "v1" } && (Is(type, Policy) || Is(type, Tier) || Is(type, Profile));

    public PolicyResource? Read(ObjectValue root, ObjectType type) =>
        Is(type, Tier) ? V1PolicyReader.ReadTier(root)
        : Is(type, Profile) ? V1HostReader.ReadProfile(root)
        : V1PolicyReader.Read(root);

    /// <summary>Whether it is a host endpoint.</summary>
    public static bool ReadsHost(ObjectType type) => type is { Group: "", Version: "v1" } && Is(type, "hostEndpoint");

    /// <summary>Whether it is a kind of v1 that can change verdicts and is not evaluated.</summary>
    public static bool IsOther(ObjectType type) =>
        type is { Group: "", Version: "v1" } && Is(type, "workloadEndpoint");

    // They are policies of v3 from here on.
    public IEnumerable<Tier> Compile(IEnumerable<PolicyResource> policies, PolicyMemory memory) => [];

    // calicoctl took kinds in any case; Kubernetes has neither in its core.
    static bool Is(ObjectType type, string kind) => type.Kind.Equals(kind, StringComparison.OrdinalIgnoreCase);
}
