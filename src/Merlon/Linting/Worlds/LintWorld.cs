using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Linting.Worlds;

/// <summary>
/// The cluster completed with what it would have at work: for each policy that selects no known pod one that it
/// selects, and cluster DNS. What checks say will happen is evaluated here.
/// </summary>
sealed class LintWorld
{
    /// <summary>No pod's name begins so: what is assumed can be told from what is known.</summary>
    const string AssumedPrefix = "~";

    readonly Dictionary<PolicyId, ImmutableArray<Endpoint>> _subjects;
    readonly Lazy<ILookup<PolicyId, Endpoint>> _senders;
    readonly Dictionary<(Endpoint Pod, Protocol Protocol, WellKnownEnds Ends), BlockedFlow?> _blocked = [];

    LintWorld(
        Evaluator evaluator,
        WellKnownEnds resolvers,
        WellKnownEnds apiServers,
        Dictionary<PolicyId, ImmutableArray<Endpoint>> subjects) =>
        (Evaluator, Resolvers, ApiServers, _subjects, _senders) =
            (evaluator, resolvers, apiServers, subjects, new(() => FindSenders(evaluator)));

    public Evaluator Evaluator { get; }

    /// <summary>Where pods ask for names.</summary>
    public WellKnownEnds Resolvers { get; }

    /// <summary>Where the API servers listen.</summary>
    public WellKnownEnds ApiServers { get; }

    /// <summary>An address outside, of the range for documentation.</summary>
    public static FlowEnd Outside { get; } = FlowEnd.Outside(IpAddress.Parse("203.0.113.5"));

    /// <summary>The same of IPv6.</summary>
    public static FlowEnd OutsideV6 { get; } = FlowEnd.Outside(IpAddress.Parse("2001:db8::5"));

    public static LintWorld Build(ManifestSet manifests, Snapshot snapshot, LintOptions options)
    {
        var policies = manifests.Resources.Policies.OfType<NetworkPolicyResource>().ToList();
        var known = snapshot.Cluster.Endpoints
            .Where(endpoint => endpoint is { IsOnPodNetwork: true, Namespace: not null })
            .ToLookup(endpoint => endpoint.Namespace!.Name, StringComparer.Ordinal);
        var assumed = policies
            .Where(policy => !known[policy.Meta.Namespace].Any(pod => Selects(policy, pod)))
            .Select(AssumedPod)
            .OfType<PodResource>()
            .ToList();
        var needsDns = WellKnownEnds.KnownResolvers(snapshot.Cluster).IsEmpty;
        if (needsDns) assumed.AddRange(WellKnownEnds.AssumedDnsPods(options.Facts));
        var cluster = ClusterBuilder.Build(
            manifests.Resources with { Pods = [.. manifests.Resources.Pods, .. assumed] });
        return new LintWorld(
            new Evaluator(cluster, snapshot.Policies, options.Evaluation),
            WellKnownEnds.ResolversIn(cluster, options.Facts, needsDns),
            WellKnownEnds.ApiServersIn(cluster, options.Facts),
            FindSubjects(policies, cluster));
    }

    /// <summary>The same, to be asked beside others.</summary>
    public LintWorld ForOnePiece() =>
        new(new Evaluator(Evaluator.Cluster, Evaluator.Policies, Evaluator.Options), Resolvers, ApiServers, _subjects);

    /// <summary>
    /// The pods that the policy selects: those that are known, else the one assumed for it, where it is a NetworkPolicy.
    /// </summary>
    public ImmutableArray<Endpoint> SubjectsOf(PolicyResource policy) =>
        policy is NetworkPolicyResource ? _subjects.TryGetValue(policy.Id, out var found) ? found : []
        : [.. _senders.Value[policy.Id]];

    /// <summary>
    /// The way on which the pod reaches none of the ends, and who denies it; null where it reaches one, or that cannot
    /// be told.
    /// </summary>
    public BlockedFlow? Blocked(Endpoint pod, WellKnownEnds ends, Protocol protocol)
    {
        if (_blocked.TryGetValue((pod, protocol, ends), out var known)) return known;
        BlockedFlow? first = null;
        foreach (var (end, port) in ends.Ends)
        {
            var flow = new Flow(FlowEnd.Of(pod, null), end, protocol, port);
            var result = Evaluator.Evaluate(flow, Direction.Egress);
            if (result.Verdict == Verdict.Deny)
            {
                first ??= BlockedFlow.Of(flow, result, Evaluator, pod);
                continue;
            }
            first = null;
            break;
        }
        return _blocked[(pod, protocol, ends)] = first;
    }

    public static bool IsAssumed(Endpoint endpoint) =>
        endpoint.Name.StartsWith(AssumedPrefix, StringComparison.Ordinal);

    /// <summary><c>shop/web</c>, or for an assumed pod <c>a pod of shop with app=web</c>.</summary>
    public static string NameOf(FlowEnd end) => end.Endpoint is not { } pod ? $"{end.Address}"
        : !IsAssumed(pod) ? $"{pod}"
        : pod.Namespace!.Name == WellKnownEnds.SystemNamespace && pod.Name == WellKnownEnds.AssumedDnsName
            ? "cluster DNS"
        : $"a pod of {pod.Namespace.Name}{(pod.Labels.Count == 0 ? "" : $" with {pod.Labels}")}";

    /// <summary>For example <c>shop/web → 203.0.113.5 443/TCP</c>.</summary>
    public static string NameOf(in Flow flow) => $"{NameOf(flow.Source)} → {NameOf(flow.Destination)} {flow.PortText}";

    /// <summary>
    /// A sentence that names a flow between the policy's pods and the outside, where the verdict is this one; else
    /// nothing: what other policies decide is not this one's doing.
    /// </summary>
    public string Witness(NetworkPolicyResource policy, Direction direction, Protocol protocol, ushort port, Verdict verdict)
    {
        if (SubjectsOf(policy) is not [var pod, ..]) return "";
        var self = FlowEnd.Of(pod, null);
        var flow = direction == Direction.Ingress
            ? new Flow(Outside, self, protocol, port)
            : new Flow(self, Outside, protocol, port);
        if (Evaluator.Evaluate(flow, direction).Verdict != verdict) return "";
        return $" Witness: `{NameOf(flow)}` is {(verdict == Verdict.Allow ? "allowed" : "denied")}.";
    }

    static bool Selects(NetworkPolicyResource policy, Endpoint pod) =>
        policy.PodSelector is null || policy.PodSelector.ToExpression().Matches(pod.Labels);

    static PodResource? AssumedPod(NetworkPolicyResource policy)
    {
        var demands = policy.PodSelector is null ? [] : LabelDemand.Of(policy.PodSelector, _ => false).ToList();
        if (demands.Any(demand => !demand.CanBeMet)) return null;
        var labels = LabelSet.From(demands
            .Where(demand => !demand.CanBeMetWithoutLabel)
            .Select(demand => new KeyValuePair<string, string>(demand.Key, demand.AnyValue)));
        return AssumedPod(policy.Meta.Namespace, AssumedPrefix + policy.Meta.Name, labels, policy.Meta.Location);
    }

    internal static PodResource AssumedPod(
        string @namespace, string name, LabelSet labels, Diagnostics.SourceLocation location) =>
        new(new ObjectMeta(name, @namespace, false, labels, [], location), new PodSpec(false, null, []));

    // By pod, of which each knows its policies: there can be many policies, and few apply to a pod.
    static ILookup<PolicyId, Endpoint> FindSenders(Evaluator evaluator) => evaluator.Cluster.Endpoints
        .Where(endpoint => endpoint is { IsOnPodNetwork: true, Namespace: not null } && !IsAssumed(endpoint))
        .SelectMany(pod => evaluator.Applying(pod, Direction.Egress)
            .SelectMany(tier => tier.Policies)
            .Where(policy => policy.Id.Kind != NetworkPolicyResource.KindName)
            .Select(policy => (policy.Id, Pod: pod)))
        .ToLookup(found => found.Id, found => found.Pod);

    static Dictionary<PolicyId, ImmutableArray<Endpoint>> FindSubjects(
        List<NetworkPolicyResource> policies, Cluster cluster)
    {
        var subjects = new Dictionary<PolicyId, ImmutableArray<Endpoint>>();
        var pods = cluster.Endpoints
            .Where(endpoint => endpoint is { IsOnPodNetwork: true, Namespace: not null })
            .ToLookup(endpoint => endpoint.Namespace!.Name, StringComparer.Ordinal);
        foreach (var policy in policies)
        {
            var selector = policy.PodSelector?.ToExpression() ?? LabelExpression.Everything;
            var own = AssumedPrefix + policy.Meta.Name;
            subjects[policy.Id] =
            [
                .. pods[policy.Meta.Namespace]
                    .Where(pod => IsAssumed(pod) ? pod.Name == own : selector.Matches(pod.Labels)),
            ];
        }
        return subjects;
    }
}
