using Merlon.Manifests;
using Merlon.Tests.Manifests;

namespace Merlon.Tests.Apis.CalicoV3;

public sealed class StagedOnes
{
    const string Enforced = """
        apiVersion: projectcalico.org/v3
        kind: NetworkPolicy
        metadata: {name: p, namespace: shop}
        spec: {order: 1}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: p, namespace: shop}
        spec: {podSelector: {}}
        ---

        """;

    [Fact]
    public void They_are_not_in_force() =>
        Assert.Equal([1d, 1000d], Orders(Staged("StagedNetworkPolicy", "{order: 2}"), isEnforced: false));

    [Fact]
    public void Set_replaces_the_policy_of_its_name() =>
        Assert.Equal([2d, 1000d], Orders(Staged("StagedNetworkPolicy", "{order: 2}"), isEnforced: true));

    [Fact]
    public void Delete_removes_it() =>
        Assert.Equal([1000d], Orders(Staged("StagedNetworkPolicy", "{stagedAction: Delete}"), isEnforced: true));

    [Theory]
    [InlineData("Learn")]
    [InlineData("Ignore")]
    public void The_other_actions_change_nothing(string action) =>
        Assert.Equal([1d, 1000d], Orders(Staged("StagedNetworkPolicy", $"{{stagedAction: {action}, order: 2}}"), isEnforced: true));

    [Fact]
    public void A_staged_policy_of_Kubernetes_is_one_of_Kubernetes() =>
        Assert.Equal([1d], Orders(Staged("StagedKubernetesNetworkPolicy", "{stagedAction: Delete}"), isEnforced: true));

    [Fact]
    public void One_of_a_new_name_is_added() => Assert.Equal(
        [1d, 3d, 1000d],
        Orders(Staged("StagedGlobalNetworkPolicy", "{order: 3}").Replace(", namespace: shop", ""), isEnforced: true));

    static string Staged(string kind, string spec) =>
        $"apiVersion: projectcalico.org/v3\nkind: {kind}\nmetadata: {{name: p, namespace: shop}}\nspec: {spec}\n";

    static IEnumerable<double> Orders(string staged, bool isEnforced)
    {
        var manifests = Reading.Of(Enforced + staged, new ReadOptions { EnforcesStaged = isEnforced });
        Assert.Empty(manifests.Unread);
        return Snapshot.From(manifests).Policies.Policies.Select(policy => policy.Order);
    }
}
