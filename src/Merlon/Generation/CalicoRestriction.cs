using System.Text;
using Merlon.Model;

namespace Merlon.Generation;

/// <summary>
/// The restriction as a Calico policy, in a tier of its own that passes everything on: in the default tier it would deny
/// whatever it does not mention.
/// </summary>
static class CalicoRestriction
{
    const string Tier = "restrictions";

    public static GeneratedText Write(Restriction restriction)
    {
        var selector = string.Join(" && ", restriction.Allowed.Select(Not)
            .Prepend("projectcalico.org/orchestrator == 'k8s'"));
        var yaml = new StringBuilder($$"""
            apiVersion: projectcalico.org/v3
            kind: Tier
            metadata: {name: {{Tier}}}
            spec: {order: 100, defaultAction: Pass}
            ---
            apiVersion: projectcalico.org/v3
            kind: GlobalNetworkPolicy
            metadata: {name: {{restriction.Name}}}
            spec:
              tier: {{Tier}}
              order: 100
              selector: "{{selector}}"
              types: [Egress]
              egress:

            """.ReplaceLineEndings("\n"));
        // A rule is of one IP version.
        foreach (var family in new[] { IpFamily.IPv4, IpFamily.IPv6 })
        {
            var blocks = string.Join(", ", restriction.NodesOf(family).Select(block => $"\"{block}\""));
            if (blocks.Length == 0) continue;
            var ports = restriction.Ports.First == restriction.Ports.Last
                ? $"{restriction.Ports.First}"
                : $"\"{restriction.Ports.First}:{restriction.Ports.Last}\"";
            yaml.Append($"    - {{action: Deny, protocol: TCP, destination: {{nets: [{blocks}], ports: [{ports}]}}}}\n");
        }
        string[] caveats = [RestrictionWriter.HostNetwork, RestrictionWriter.MissingFamily(restriction)];
        return new GeneratedText(yaml.ToString(), [.. caveats.Where(caveat => caveat.Length > 0)]);
    }

    static string Not(AllowedPods pods)
    {
        var terms = pods.Labels.Select(label => $"{label.Key} == '{label.Value}'");
        if (pods.Namespace is not null) terms = terms.Prepend($"projectcalico.org/namespace == '{pods.Namespace}'");
        return $"!({string.Join(" && ", terms)})";
    }
}
