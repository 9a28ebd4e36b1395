namespace Merlon.Agent.Tests.Clusters;

/// <summary>Kubeconfig files that lead to a server of a test.</summary>
static class KubeConfigs
{
    public static string For(Uri address) => $$$"""
        {"apiVersion": "v1", "kind": "Config", "current-context": "test",
         "contexts": [{"name": "test", "context": {"cluster": "test", "user": "test"}}],
         "clusters": [{"name": "test", "cluster": {"server": "{{{address}}}"}}],
         "users": [{"name": "test", "user": {}}]}
        """;
}
