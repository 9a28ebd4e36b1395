using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation.Hosts;

/// <summary>Puts what host endpoints do into words.</summary>
public static class HostWords
{
    /// <summary><c>HostEndpoint n1-eth0 on n1</c>; <c>node n1</c> where no endpoint governs.</summary>
    public static string Describe(HostResult result, HostCandidate told) =>
        told.Endpoint is { } endpoint ? $"{endpoint} on {result.Node}" : $"node {result.Node}";

    /// <summary>What the flow is to the host, in a word or two.</summary>
    public static string Traffic(HostResult result) => (result.Traffic, result.Direction) switch
    {
        (HostTraffic.Input, _) => "input",
        (HostTraffic.Output, _) => "output",
        (_, Direction.Ingress) => "forwarding, coming in",
        _ => "forwarding, going out",
    };

    /// <summary>What decided where no rule did; null where a rule or a tier did.</summary>
    public static string? Ground(HostResult result, DirectionResult decided) => decided.Basis switch
    {
        Basis.Failsafe => $"port {result.After.PortText} is a failsafe: it stays open whatever policies say",
        Basis.NoProfile => "no policy and no profile decides, so it denies",
        Basis.NotGoverned => "no policy applies here",
        Basis.NotIsolated => "no policy decides, so it passes",
        Basis.Untranslated => "let through untracked, its address is never translated: it does not reach the backend",
        _ => null,
    };

    /// <summary>Why it cannot be told which endpoint governs; null where it can.</summary>
    public static string? Doubt(HostResult result)
    {
        if (!result.IsInterfaceUnknown) return null;
        var ways = result.Candidates
            .GroupBy(candidate => candidate.Result.Verdict)
            .OrderBy(group => group.Key)
            .Select(group => $"{string.Join(" and ", group.Select(Name))} {Deed(group.Key)}");
        return $"nothing tells by which interface of {result.Node} it {(result.Direction == Direction.Ingress ? "comes in" : "goes out")}: "
            + string.Join(", ", ways);
    }

    /// <summary>Why the verdict is unknown, for an unknown one.</summary>
    public static string Unknown(HostResult result) => Doubt(result)
        ?? $"{Describe(result, result.Told)} depends on a rule that may match: rule {result.Told.Result.Rule?.Number} of "
            + $"{result.Told.Result.Policy?.Id.QualifiedName}";

    /// <summary>What the answer rests on beside the policies.</summary>
    internal static IEnumerable<string> Assumptions(Flow flow, ImmutableArray<HostResult> results, Evaluator evaluator)
    {
        if (evaluator.Cluster.HostEndpoints.IsEmpty) yield break;
        foreach (var end in new[] { flow.Source, flow.Destination })
        {
            if (end.Endpoint is { NodeName: null } pod)
            {
                yield return $"{pod} is on no known node: what host endpoints do on its side is not judged";
            }
        }
        var nodes = new[] { flow.Source.Endpoint?.NodeName, flow.Destination.Endpoint?.NodeName };
        var untracked = evaluator.Policies.At(PolicyStage.Untracked).SelectMany(tier => tier.Policies).ToList();
        foreach (var endpoint in evaluator.Cluster.HostEndpoints.Where(host => nodes.Contains(host.NodeName) && !host.IsWildcard))
        {
            if (untracked.FirstOrDefault(policy => policy.Subject.Matches(endpoint)) is { } policy)
            {
                yield return $"doNotTrack: {policy.Id.QualifiedName} judges the replies at {endpoint} as packets of their own";
            }
        }
        foreach (var result in results)
        {
            if (result.Before.Source.Endpoint is { Kind: EndpointKind.Node } seen && flow.Source.IsPod)
            {
                yield return $"masqueradeToNodes=true: {result.Node} sees a pod of another node with the address of {seen.Name}";
            }
            if (result.Told.Endpoint is { IsWildcard: true } wildcard
                && untracked.FirstOrDefault(policy => policy.Subject.Matches(wildcard)) is { } ignored)
            {
                yield return $"doNotTrack: {ignored.Id.QualifiedName} is without effect on {wildcard}, which is of all interfaces";
            }
        }
    }

    static string Name(HostCandidate candidate) => candidate.Endpoint?.ToString() ?? "an interface without HostEndpoint";

    static string Deed(Verdict verdict) => verdict switch
    {
        Verdict.Allow => "would allow",
        Verdict.Deny => "would deny",
        _ => "could not tell",
    };
}
