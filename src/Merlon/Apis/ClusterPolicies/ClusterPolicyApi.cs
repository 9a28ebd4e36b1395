using Merlon.Manifests;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.ClusterPolicies;

/// <summary>One kind of cluster-wide policies, in one version of policy.networking.k8s.io.</summary>
sealed class ClusterPolicyApi(string version, PolicyDialect dialect) : IPolicyApi
{
    const string Group = "policy.networking.k8s.io";

    readonly ClusterPolicyReader _reader = new(dialect);

    public bool Reads(ObjectType type) => type.Group == Group && type.Version == version && type.Kind == dialect.Kind;

    public PolicyResource? Read(ObjectValue root, ObjectType type) => _reader.Read(root);

    public IEnumerable<Tier> Compile(IEnumerable<PolicyResource> policies, PolicyMemory memory) => ClusterPolicyCompiler.Compile(
        policies.OfType<ClusterPolicyResource>().Where(policy => policy.Kind == dialect.Kind), memory);
}
