namespace Merlon.Tests.BruteForce;

/// <summary>
/// Decides one flow at a time by walking every policy, rule, peer and port.
/// It remembers and skips nothing, so that it can be checked by reading it next to the rules.
/// </summary>
static class BruteForceEvaluator
{
    /// <summary>Answers a question whose destination is not a service.</summary>
    public static bool IsAllowed(RandomWorld world, FlowQuestion question)
    {
        var source = EndpointLookup.Find(world, question.From, question.FromAddress);
        var destination = EndpointLookup.Find(world, question.To, question.ToAddress);
        var flow = new ResolvedFlow(source, destination, question.Protocol, question.Port, ViaService: false)
        {
            SourcePort = question.SourcePort,
        };
        return IsAllowed(world, flow);
    }

    /// <summary>Answers a question whose destination is a port of a service.</summary>
    public static ServiceOutcome EvaluateService(RandomWorld world, FlowQuestion question)
    {
        var source = EndpointLookup.Find(world, question.From, question.FromAddress);
        var allowed = 0;
        var denied = 0;
        foreach (var backend in ServiceBackends.Find(world, question))
        {
            var flow = new ResolvedFlow(source, backend.Endpoint, question.Protocol, backend.Port, ViaService: true)
            {
                SourcePort = question.SourcePort,
            };
            if (IsAllowed(world, flow))
            {
                allowed++;
            }
            else
            {
                denied++;
            }
        }

        return (allowed, denied) switch
        {
            (0, 0) => ServiceOutcome.NoBackend,
            (_, 0) => ServiceOutcome.AllAllowed,
            (0, _) => ServiceOutcome.AllDenied,
            _ => ServiceOutcome.Mixed,
        };
    }

    public static bool IsAllowed(RandomWorld world, ResolvedFlow flow) => MayLeave(world, flow) && MayEnter(world, flow);

    static bool MayLeave(RandomWorld world, ResolvedFlow flow)
    {
        if (flow.Source.Pod is not { } subject)
        {
            return true;
        }

        if (flow.Destination.Pod == subject && !flow.ViaService)
        {
            return true;
        }

        if (world.Calico is { } calico)
        {
            return new CalicoWalk(world, calico, isIngress: false, subject, flow).IsAllowed();
        }

        if (ClusterTierWalk.Decide(world, "Admin", isIngress: false, subject, flow.Destination, flow) is { } decided)
        {
            return decided;
        }

        var isolated = false;
        foreach (var policy in world.Policies)
        {
            if (policy.Namespace == subject.Namespace && SelectsSubject(policy, subject) && HasEgressType(policy))
            {
                isolated = true;
                foreach (var rule in policy.Egress ?? [])
                {
                    if (RuleMatch.Matches(world, policy, rule, flow.Destination, flow))
                    {
                        return true;
                    }
                }
            }
        }

        return !isolated
            && ClusterTierWalk.Decide(world, "Baseline", isIngress: false, subject, flow.Destination, flow) is not false;
    }

    static bool MayEnter(RandomWorld world, ResolvedFlow flow)
    {
        if (flow.Destination.Pod is not { } subject)
        {
            return true;
        }

        if (flow.Source.Pod == subject && !flow.ViaService)
        {
            return true;
        }

        if (flow.Source.Node is { } node && node.Name == subject.NodeName)
        {
            return true;
        }

        if (world.Calico is { } calico)
        {
            return new CalicoWalk(world, calico, isIngress: true, subject, flow).IsAllowed();
        }

        if (ClusterTierWalk.Decide(world, "Admin", isIngress: true, subject, flow.Source, flow) is { } decided)
        {
            return decided;
        }

        var isolated = false;
        foreach (var policy in world.Policies)
        {
            if (policy.Namespace == subject.Namespace && SelectsSubject(policy, subject) && HasIngressType(policy))
            {
                isolated = true;
                foreach (var rule in policy.Ingress ?? [])
                {
                    if (RuleMatch.Matches(world, policy, rule, flow.Source, flow))
                    {
                        return true;
                    }
                }
            }
        }

        return !isolated
            && ClusterTierWalk.Decide(world, "Baseline", isIngress: true, subject, flow.Source, flow) is not false;
    }

    public static bool SelectsSubject(PolicyData policy, PodData subject) =>
        policy.PodSelector is null || SelectorMatch.Matches(policy.PodSelector, subject.Labels);

    public static bool HasIngressType(PolicyData policy) =>
        policy.PolicyTypes is null or [] || policy.PolicyTypes.Contains("Ingress");

    public static bool HasEgressType(PolicyData policy) =>
        policy.PolicyTypes is null or [] ? policy.Egress is { Count: > 0 } : policy.PolicyTypes.Contains("Egress");
}
