using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV3;

/// <summary>Writes policies of Calico 2, and NetworkPolicies of Kubernetes, as policies of Calico 3.</summary>
static class CalicoConverter
{
    public static ConvertedPolicies Convert(ResourceSet resources)
    {
        var notes = new List<string>();
        var written = new List<string>();
        var replaced = new List<PolicyId>();
        var taken = resources.Policies.OfType<CalicoPolicyResource>().Select(policy => policy.Id).ToHashSet();
        foreach (var policy in resources.Policies)
        {
            if (policy is CalicoPolicyResource { IsV1: true } old)
            {
                replaced.Add(old.Id);
                written.Add(CalicoYaml.Write(old));
            }
            else if (policy is NetworkPolicyResource network)
            {
                var converted = NetworkPolicyConversion.Convert(network);
                if (WhyNot(converted, taken) is { } why)
                {
                    notes.Add($"{policy.Id} is not converted: {why}");
                    continue;
                }
                replaced.Add(policy.Id);
                written.Add(CalicoYaml.Write(converted));
            }
        }
        return new ConvertedPolicies(string.Join("---\n", written), [.. replaced], [.. notes]);
    }

    static string? WhyNot(CalicoPolicyResource policy, HashSet<PolicyId> taken)
    {
        if (taken.Contains(policy.Id)) return "Calico has a policy of this name in the namespace already";
        var selectors = policy.Spec.AllRules
            .SelectMany(rule => new[] { rule.Source, rule.Destination })
            .SelectMany(end => new[] { end.Selector, end.NamespaceSelector })
            .Append(policy.Spec.Selector);
        return selectors.Any(selector => selector is { Text.Length: > SelectorText.MaxLength })
            ? $"one of its selectors would have more than {SelectorText.MaxLength} characters"
            : null;
    }
}
