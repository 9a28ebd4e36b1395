using System.Collections.Immutable;
using System.Globalization;
using Merlon.Apis.ClusterPolicies;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.ClusterNetworkPolicyV1Alpha2;

/// <summary>
/// Writes AdminNetworkPolicies and BaselineAdminNetworkPolicies as ClusterNetworkPolicies. What is too long becomes several
/// of consecutive priorities; what stands behind it in the tier makes room.
/// </summary>
static class ClusterNetworkPolicyConverter
{
    public static ConvertedPolicies Convert(ResourceSet resources)
    {
        var all = resources.Policies.OfType<ClusterPolicyResource>().ToList();
        var taken = all.Where(policy => !IsOld(policy)).Select(policy => policy.Meta.Name)
            .ToHashSet(StringComparer.Ordinal);
        var notes = new List<string>();
        var written = new List<string>();
        var replaced = new List<PolicyId>();
        foreach (var tier in all.GroupBy(policy => policy.Tier).OrderBy(group => group.Key))
        {
            var steps = tier.OrderBy(policy => policy.Priority).ThenBy(policy => policy.Id)
                .Select(policy => Plan(policy, taken, notes))
                .ToList();
            if (!steps.Any(step => IsOld(step.Policy))) continue;
            var first = PriorityPlan.Assign(
                [.. steps.Select(step => (step.Policy.Priority, step.Parts.Length, step.IsApart))]);
            if (first is null)
            {
                notes.Add($"tier {tier.Key} is not converted: its policies do not fit between priority 0 and 1000");
                continue;
            }
            for (var i = 0; i < steps.Count; i++) Write(steps[i], first[i], written, replaced, notes);
        }
        return new ConvertedPolicies(string.Join("---\n", written), [.. replaced], [.. notes]);
    }

    static bool IsOld(ClusterPolicyResource policy) => policy.Kind != ClusterNetworkPolicies.KindName;

    /// <summary>What becomes of one policy: the parts that it is written as, itself where it stays.</summary>
    sealed record Step(ClusterPolicyResource Policy, bool IsLeft, ImmutableArray<ClusterPolicyResource> Parts)
    {
        // Where it has another name or is several, the names no longer tell its place among equal priorities.
        public bool IsApart => Parts.Length > 1 || Parts[0].Meta.Name != Policy.Meta.Name;
    }

    static Step Plan(ClusterPolicyResource policy, HashSet<string> taken, List<string> notes)
    {
        if (!IsOld(policy)) return new Step(policy, false, [policy]);
        if (WhyNot(policy) is { } why)
        {
            notes.Add($"{policy.Id} is not converted: {why}");
            return new Step(policy, true, [policy]);
        }
        var ingress = Fit(policy, policy.Ingress, notes);
        var egress = Fit(policy, policy.Egress, notes);
        var count = Math.Max(1, Math.Max(ingress.Length, egress.Length));
        var parts = Enumerable.Range(0, count).Select(i => policy with
        {
            Kind = ClusterNetworkPolicies.KindName,
            Meta = policy.Meta with { Name = UniqueName(policy.Meta.Name, i, taken) },
            Ingress = i < ingress.Length ? ingress[i] : [],
            Egress = i < egress.Length ? egress[i] : [],
        }).ToImmutableArray();
        if (count > 1) notes.Add($"{policy.Id} is too long for one policy and becomes {count} of consecutive priorities");
        if (parts[0].Meta.Name != policy.Meta.Name) notes.Add($"{policy.Id} is called {parts[0].Meta.Name}: the name is taken");
        return new Step(policy, false, parts);
    }

    static string? WhyNot(ClusterPolicyResource policy) =>
        (policy.Subject as ClusterPeerSpec.NotUnderstood)?.Why
        ?? policy.AllRules.Select(rule => rule.Misunderstanding).FirstOrDefault(why => why is not null);

    static ImmutableArray<ImmutableArray<ClusterRuleSpec>> Fit(
        ClusterPolicyResource policy, ImmutableArray<ClusterRuleSpec> rules, List<string> notes)
    {
        foreach (var rule in rules)
        {
            foreach (var range in rule.Ports.OfType<ClusterPortSpec.Numbers>().Where(port => port.IsEmpty))
            {
                notes.Add(
                    $"{policy.Id}: the range {range.First}-{range.Last} holds no port and is left out "
                        + $"({range.Place.Location.ToShortString()})");
            }
        }
        return RuleSplitter.Fit(rules);
    }

    static string UniqueName(string name, int part, HashSet<string> taken)
    {
        var wanted = part == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{part + 1}");
        for (var i = 2; !taken.Add(wanted); i++)
        {
            wanted = string.Create(CultureInfo.InvariantCulture, $"{name}-{part + i}");
        }
        return wanted;
    }

    static void Write(Step step, int first, List<string> written, List<PolicyId> replaced, List<string> notes)
    {
        var policy = step.Policy;
        if (first != policy.Priority && (!IsOld(policy) || step.IsLeft))
        {
            notes.Add(step.IsLeft || WhyNot(policy) is not null
                ? $"{policy.Id} should move from priority {policy.Priority} to {first}, and is left as it is"
                : $"{policy.Id} moves from priority {policy.Priority} to {first}, behind what is split before it");
        }
        if (step.IsLeft || (!IsOld(policy) && (first == policy.Priority || WhyNot(policy) is not null))) return;
        replaced.Add(policy.Id);
        written.AddRange(step.Parts.Select((part, i) =>
            ClusterNetworkPolicyYaml.Write(part with { Priority = first + i })));
    }
}
