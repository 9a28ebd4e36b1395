using Merlon.Manifests;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.NetworkPolicyV1;

/// <summary>NetworkPolicy of networking.k8s.io/v1.</summary>
sealed class NetworkPolicyApi : IPolicyApi
{
    public bool Reads(ObjectType type) =>
        type is { Group: "networking.k8s.io", Version: "v1", Kind: NetworkPolicyResource.KindName };

    public PolicyResource? Read(ObjectValue root, ObjectType type) => NetworkPolicyReader.Read(root);

    public IEnumerable<Tier> Compile(IEnumerable<PolicyResource> policies, PolicyMemory memory)
    {
        var compiled = policies.OfType<NetworkPolicyResource>()
            .Select(policy => memory.Of(policy, NetworkPolicyCompiler.Compile)).ToList();
        return compiled.Count == 0 ? [] : [new Tier(Tier.DefaultName, Tier.DefaultOrder, TierDefault.Deny, compiled)];
    }
}
