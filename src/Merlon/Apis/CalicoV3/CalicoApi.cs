using Merlon.Manifests;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV3;

/// <summary>Policies, profiles and tiers of Calico: <c>projectcalico.org/v3</c>, and the CRDs behind it.</summary>
sealed class CalicoApi : IPolicyApi
{
    public const string Group = "projectcalico.org";

    /// <summary>The group of the CRDs that Calico keeps its objects in; nothing of Calico's checks what is put there.</summary>
    public const string CrdGroup = "crd.projectcalico.org";

    public static bool IsOwn(ObjectType type) => type is { Group: Group, Version: "v3" } or { Group: CrdGroup, Version: "v1" };

    public bool Reads(ObjectType type) => IsOwn(type) && type.Kind is CalicoPolicyResource.Namespaced
        or CalicoPolicyResource.Global or CalicoPolicyResource.StagedNamespaced or CalicoPolicyResource.StagedGlobal
        or StagedKubernetesPolicyResource.WrittenKind or ProfileResource.KindName or "Tier";

    public PolicyResource? Read(ObjectValue root, ObjectType type) =>
        type.Kind switch
        {
            "Tier" => TierReader.Read(root, type),
            ProfileResource.KindName => ProfileReader.Read(root, type),
            StagedKubernetesPolicyResource.WrittenKind => StagedActionReader.ReadKubernetes(root),
            _ => CalicoPolicyReader.Read(root, type),
        };

    public IEnumerable<Tier> Compile(IEnumerable<PolicyResource> policies, PolicyMemory memory) =>
        CalicoCompiler.Compile(policies, memory);
}
