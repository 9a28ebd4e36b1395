namespace Merlon.Tests.BruteForce;

/// <summary>
/// Walks all tiers of a world with Calico's policies for one pod and direction, written from the text of the rules.
/// </summary>
sealed class CalicoWalk(RandomWorld world, CalicoData calico, bool isIngress, PodData subject, ResolvedFlow flow)
{
    sealed record Step(string Name, double Order, bool DeniesByDefault);

    /// <summary>What a rule says of a flow: true allows, false denies; null where there is none.</summary>
    sealed record Candidate(double Order, string Name, string Namespace, string Kind, Func<string?> Decide);

    readonly CalicoMatch _match = new(world, calico, flow);

    ResolvedEndpoint Peer => isIngress ? flow.Source : flow.Destination;

    public bool IsAllowed()
    {
        var missing = calico.Policies
            .Where(policy => !policy.IsStaged && policy.Tier is not (null or "default") && calico.Tiers.All(tier => tier.Name != policy.Tier))
            .Select(policy => new Step(policy.Tier!, double.PositiveInfinity, true))
            .Distinct();
        Step[] fixedSteps =
            [new("kube-admin", 1000, false), new("default", 1_000_000, true), new("kube-baseline", 10_000_000, false)];
        var steps = fixedSteps
            .Concat(calico.Tiers.Select(tier => new Step(tier.Name, tier.Order, tier.DefaultAction != "Pass")))
            .Concat(missing)
            .OrderBy(step => step.Order)
            .ThenBy(step => step.Name, StringComparer.Ordinal);
        foreach (var step in steps)
        {
            var decided = step.Name switch
            {
                "kube-admin" => ClusterTierWalk.Decide(world, "Admin", isIngress, subject, Peer, flow),
                "kube-baseline" => ClusterTierWalk.Decide(world, "Baseline", isIngress, subject, Peer, flow),
                _ => Decide(step),
            };
            if (decided is { } final) return final;
        }

        return true;
    }

    bool? Decide(Step step)
    {
        var candidates = calico.Policies
            .Where(policy => !policy.IsStaged && (policy.Tier ?? "default") == step.Name && Governs(policy) && Selects(policy))
            .Select(policy => new Candidate(
                policy.Order ?? double.PositiveInfinity,
                policy.Name,
                policy.Namespace ?? "",
                policy.Namespace is null ? "GlobalNetworkPolicy" : "NetworkPolicy",
                () => FirstAction(policy)))
            .Concat(step.Name == "default" ? OfKubernetes() : [])
            .OrderBy(candidate => candidate.Order)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .ThenBy(candidate => candidate.Namespace, StringComparer.Ordinal)
            .ThenBy(candidate => candidate.Kind, StringComparer.Ordinal)
            .ToList();
        if (candidates.Count == 0) return null;
        foreach (var candidate in candidates)
        {
            switch (candidate.Decide())
            {
                case "Allow": return true;
                case "Deny": return false;
                case "Pass": return null;
            }
        }

        return step.DeniesByDefault ? false : null;
    }

    IEnumerable<Candidate> OfKubernetes() =>
        from policy in world.Policies
        where policy.Namespace == subject.Namespace
            && BruteForceEvaluator.SelectsSubject(policy, subject)
            && (isIngress ? BruteForceEvaluator.HasIngressType(policy) : BruteForceEvaluator.HasEgressType(policy))
        select new Candidate(1000, policy.Name, policy.Namespace, "KubernetesNetworkPolicy", () =>
            ((isIngress ? policy.Ingress : policy.Egress) ?? []).Any(rule => RuleMatch.Matches(world, policy, rule, Peer, flow))
                ? "Allow"
                : null);

    bool Governs(CalicoPolicyData policy) => policy.HostPlace is null or "Forward" && Governs(policy, isIngress);

    public static bool Governs(CalicoPolicyData policy, bool isIngress)
    {
        if (policy.Types is { } types) return types.Contains(isIngress ? "Ingress" : "Egress");
        return isIngress ? policy.Ingress.Count > 0 || policy.Egress.Count == 0 : policy.Egress.Count > 0;
    }

    bool Selects(CalicoPolicyData policy)
    {
        var labels = _match.LabelsOf(subject);
        return (policy.Namespace is null || policy.Namespace == subject.Namespace)
            && (policy.Selector?.Holds(labels) ?? true)
            && (policy.NamespaceSelector?.Holds(labels, "pcns.") ?? true)
            && (policy.AccountSelector?.Holds(labels, "pcsa.") ?? true);
    }

    string? FirstAction(CalicoPolicyData policy) => (isIngress ? policy.Ingress : policy.Egress)
        .FirstOrDefault(rule => rule.Action != "Log" && _match.Matches(rule, policy.Namespace))
        ?.Action;
}
