using Merlon.Resources;

namespace Merlon.Apis.CalicoV3;

/// <summary>A policy of Calico as written, of any of its policy kinds.</summary>
/// <param name="WrittenKind">The kind in its manifest.</param>
/// <param name="Meta">Its metadata; without namespace for a global policy.</param>
/// <param name="Spec">What it says.</param>
public sealed record CalicoPolicyResource(string WrittenKind, ObjectMeta Meta, CalicoPolicySpec Spec)
    : PolicyResource(KindName(WrittenKind), Meta)
{
    public const string Namespaced = "NetworkPolicy";
    public const string Global = "GlobalNetworkPolicy";
    public const string StagedNamespaced = "StagedNetworkPolicy";
    public const string StagedGlobal = "StagedGlobalNetworkPolicy";

    /// <summary>Whether it is written in the API of Calico 2, which no Calico of today reads.</summary>
    public bool IsV1 { get; init; }

    /// <summary>Whether it selects beyond one namespace, host endpoints included.</summary>
    public bool IsGlobal => Meta.Namespace.Length == 0;

    // Kubernetes has a NetworkPolicy too: kubectl tells them apart like this.
    static string KindName(string kind) => kind == Namespaced ? "NetworkPolicy.projectcalico.org" : kind;
}
