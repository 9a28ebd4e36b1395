using System.Text;
using Merlon.Model;

namespace Merlon.Generation;

/// <summary>
/// The restriction as ClusterNetworkPolicies of the Admin tier: allowed pods pass on to what comes after, all others are
/// denied.
/// </summary>
static class ClusterPolicyRestriction
{
    const int Priority = 100;

    public static GeneratedText Write(Restriction restriction)
    {
        var yaml = new StringBuilder();
        var number = 0;
        foreach (var allowed in restriction.Allowed)
        {
            var labels = string.Join(", ", allowed.Labels.Select(label => $"{label.Key}: \"{label.Value}\""));
            var inNamespace = allowed.Namespace is null
                ? ""
                : $"\n      namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: \"{allowed.Namespace}\"}}}}";
            Policy(
                yaml, restriction, $"{restriction.Name}-except-{++number}", Priority, "Pass",
                $"pods:{inNamespace}\n      podSelector: {{matchLabels: {{{labels}}}}}");
        }
        Policy(yaml, restriction, restriction.Name, Priority + 1, "Deny", "namespaces: {}");
        string[] caveats = [RestrictionWriter.HostNetwork, RestrictionWriter.MissingFamily(restriction)];
        return new GeneratedText(yaml.ToString(), [.. caveats.Where(caveat => caveat.Length > 0)]);
    }

    static void Policy(
        StringBuilder yaml, Restriction restriction, string name, int priority, string action, string subject)
    {
        if (yaml.Length > 0) yaml.Append("---\n");
        var port = restriction.Ports.First == restriction.Ports.Last
            ? $"{{number: {restriction.Ports.First}}}"
            : $"{{range: {{start: {restriction.Ports.First}, end: {restriction.Ports.Last}}}}}";
        yaml.Append($$"""
            apiVersion: policy.networking.k8s.io/v1alpha2
            kind: ClusterNetworkPolicy
            metadata: {name: {{name}}}
            spec:
              tier: Admin
              priority: {{priority}}
              subject:
                {{subject}}
              egress:
                - name: {{action.ToLowerInvariant()}}-nodes
                  action: {{action}}
                  to:
                    - networks: [{{string.Join(", ", restriction.Nodes.Select(block => $"\"{block}\""))}}]
                  protocols:
                    - tcp:
                        destinationPort: {{port}}

            """.ReplaceLineEndings("\n"));
    }
}
