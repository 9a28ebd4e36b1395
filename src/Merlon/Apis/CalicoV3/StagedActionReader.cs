using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Apis.CalicoV3;

/// <summary>Reads what staged policies would do, and NetworkPolicies of Kubernetes that are staged.</summary>
static class StagedActionReader
{
    static readonly FieldSet KubernetesFields = FieldSet.Closed(
        "the spec of a StagedKubernetesNetworkPolicy", null, "stagedAction", "podSelector", "policyTypes", "ingress", "egress");

    public static StagedKubernetesPolicyResource? ReadKubernetes(ObjectValue root)
    {
        var policy = NetworkPolicyReader.Read(root, KubernetesFields);
        var action = Read(root["spec"] is { IsNull: false } ? root.Object("spec", KubernetesFields) : null);
        return policy is null ? null : new StagedKubernetesPolicyResource(policy, action);
    }

    public static StagedAction Read(ObjectValue? spec)
    {
        var text = spec?.String("stagedAction");
        if (string.IsNullOrEmpty(text)) return StagedAction.Set;
        if (Enum.TryParse<StagedAction>(text, out var action) && Enum.GetName(action) == text) return action;
        spec!.Report(DiagnosticCodes.ApiReject, $"`{text}` is not a staged action: Set, Delete, Learn or Ignore.", "stagedAction");
        return StagedAction.Ignore;
    }
}
