using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Evaluation.Firewalls;
using Merlon.Evaluation.Hosts;
using Merlon.Manifests;
using Merlon.Model;

namespace Merlon.Questions;

/// <summary>Answers questions about one snapshot. Not safe for concurrent use.</summary>
public sealed class Answerer
{
    readonly FlowFinder _finder;

    public Answerer(Snapshot snapshot, EvaluationOptions? options = null, string? defaultNamespace = null)
    {
        Snapshot = snapshot;
        Evaluator = new Evaluator(snapshot.Cluster, snapshot.Policies, options, snapshot.Firewalls);
        Targets = new TargetResolver(snapshot, defaultNamespace);
        _finder = new FlowFinder(snapshot, Evaluator.Options);
    }

    public Snapshot Snapshot { get; }

    public Evaluator Evaluator { get; }

    public TargetResolver Targets { get; }

    public Answer Answer(Target from, Target to, PortQuestion port, IpFamily? family = null)
    {
        var flows = _finder.Find(from, to, port, family);
        var unread = UnreadFor(from, to, flows);
        if (flows.Impossible is { } impossible)
        {
            return new Answer(flows.IsDenied ? Verdict.Deny : Verdict.Unknown, impossible, [], flows.Notes, unread);
        }
        var cases = flows.Cases
            .Select(flow => new AnsweredCase(flow, Evaluator.Evaluate(flow.Flow)))
            .ToImmutableArray();
        var verdict = cases[0].Result.Verdict;
        return cases.All(answered => answered.Result.Verdict == verdict)
            ? new Answer(verdict, WhyUnknown(cases[0].Result), cases, flows.Notes, unread)
            : new Answer(Verdict.Unknown, Differing(cases), cases, flows.Notes, unread);
    }

    static string? WhyUnknown(FlowResult result)
    {
        if (result.Verdict != Verdict.Unknown) return null;
        var host = new[] { result.SourceHost, result.DestinationHost }
            .FirstOrDefault(found => found is { Verdict: Verdict.Unknown });
        if (host is not null) return FirewallWords.Unknown(host);
        return result.HostEndpoints.IsDefaultOrEmpty
            ? null
            : result.HostEndpoints.Where(found => found.Verdict == Verdict.Unknown).Select(HostWords.Unknown).FirstOrDefault();
    }

    static string Differing(ImmutableArray<AnsweredCase> cases)
    {
        var (first, second) = cases.DistinctBy(answered => answered.Result.Verdict)
            .OrderBy(answered => answered.Result.Verdict)
            .ToList() is [var one, var other, ..] ? (one, other) : throw new InvalidOperationException("All fare alike.");
        var byFamily = cases
            .GroupBy(answered => FamilyOf(answered.Flow))
            .Where(group => group.Key is not null)
            .ToList();
        if (byFamily.Count == 2
            && byFamily.All(group => group.Select(answered => answered.Result.Verdict).Distinct().Count() == 1))
        {
            return $"it depends on the IP version: {FamilyOf(first.Flow)} {Fares(first)}, {FamilyOf(second.Flow)} {Fares(second)}";
        }
        return $"it depends: {first.Case.Because ?? first.Flow.ToString()} {Fares(first)}, "
            + $"{second.Case.Because ?? second.Flow.ToString()} {Fares(second)}";
    }

    static string Fares(AnsweredCase answered) => answered.Result.Verdict switch
    {
        Verdict.Allow => "is allowed",
        Verdict.Deny => "is denied",
        _ => "cannot be told",
    };

    static IpFamily? FamilyOf(Flow flow) => flow.Destination.Address?.Family ?? flow.Source.Address?.Family;

    ImmutableArray<UnreadDocument> UnreadFor(Target from, Target to, FlowSet flows)
    {
        if (Snapshot.Unread.IsEmpty) return [];
        var namespaces = flows.Cases
            .SelectMany(flow => new[] { flow.Flow.Source.Endpoint, flow.Flow.Destination.Endpoint })
            .Concat(new[] { from, to }.OfType<Target.Known>().SelectMany(known => known.Endpoints))
            .Select(endpoint => endpoint?.Namespace?.Name)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        if (to is Target.Behind behind) namespaces.Add(behind.Service.Namespace);
        return [.. Snapshot.Unread.Where(document => document.CouldConcern(namespaces))];
    }
}
