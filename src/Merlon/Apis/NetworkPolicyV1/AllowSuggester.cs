using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Merlon.Connectivity;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.NetworkPolicyV1;

/// <summary>
/// Writes the smallest NetworkPolicies that allow a denied flow, and checks them: they are read back, and everything
/// that their subjects send or receive at the port is evaluated with and without them.
/// </summary>
public static class AllowSuggester
{
    const int MaxAlsoOpens = 5;

    /// <summary>
    /// The suggestion; null where no NetworkPolicy can allow the flow: another API denies it, or the other end has
    /// neither labels nor an address to name it by.
    /// </summary>
    public static Suggestion? Suggest(Snapshot snapshot, EvaluationOptions options, Flow flow)
    {
        var before = new Evaluator(snapshot.Cluster, snapshot.Policies, options);
        var result = before.Evaluate(flow);
        var taken = snapshot.Resources.Policies.Select(policy => (policy.Meta.Namespace, policy.Meta.Name)).ToHashSet();
        var policies = new List<string>();
        var sides = new[] { (Direction.Egress, result.Egress), (Direction.Ingress, result.Ingress) };
        foreach (var (direction, side) in sides)
        {
            if (side.Verdict != Verdict.Deny) continue;
            var seen = before.AsSeen(flow, direction);
            if (side.Basis != Basis.TierDefault || !CanBeNamed(Evaluator.Ends(seen, direction).Peer)) return null;
            policies.Add(Write(
                snapshot, seen, direction, SubjectSelector(snapshot, before, seen, direction, side.Policy), taken));
        }
        if (policies.Count == 0) return null;

        var yaml = string.Join("---\n", policies);
        var added = ManifestReader.Read(
            [new SourceText("suggestion", Encoding.UTF8.GetBytes(yaml))]).Resources.Policies;
        var proposed = Snapshot.From(
            snapshot.Resources with { Policies = snapshot.Resources.Policies.AddRange(added) }, []);
        var after = new Evaluator(proposed.Cluster, proposed.Policies, options);
        if (after.Evaluate(OnTo(proposed.Cluster, flow)).Verdict != Verdict.Allow) return null;
        return new Suggestion(
            yaml,
            [.. AlsoOpened(before, after, flow).Distinct().Take(MaxAlsoOpens)],
            flow.Protocol.HasPorts
                ? null
                : $"NetworkPolicy has no rule for {flow.Protocol} alone: this opens every port between "
                    + "the two as well");
    }

    // Every pair of known ends that has a subject of the new policies at one end. Known from outside are only the ends
    // asked for.
    static IEnumerable<Flow> AlsoOpened(Evaluator before, Evaluator after, Flow asked)
    {
        var known = before.Policies.Policies.Select(policy => policy.Id).ToHashSet();
        var selectors = after.Policies.Policies
            .Where(policy => !known.Contains(policy.Id))
            .Select(policy => policy.Subject)
            .ToList();
        var ends = before.Cluster.Endpoints.SelectMany(FlowEnd.AllOf).ToList();
        var touched = ends
            .Where(end => end.Endpoint is { } endpoint && selectors.Any(selector => selector.Matches(endpoint)))
            .ToList();
        var others = ends.Concat(new[] { asked.Source, asked.Destination }.Where(end => end.Endpoint is null)).ToList();
        return
            from subject in touched
            from other in others
            where subject.Address is null || other.Address is null
                || subject.Address.Value.Family == other.Address.Value.Family
            from flow in new[] { Between(subject, other, asked), Between(other, subject, asked) }
            where !SameEnds(flow, asked) && Opens(before, after, flow)
            select flow;
    }

    // A rule for a protocol without ports opens all ports: of those, others may be open already than of the protocol
    // itself.
    static bool Opens(Evaluator before, Evaluator after, Flow flow)
    {
        var then = OnTo(after.Cluster, flow);
        return flow.Protocol.HasPorts
            ? before.Evaluate(flow).Verdict != Verdict.Allow && after.Evaluate(then).Verdict == Verdict.Allow
            : !new OpenPorts(before)
                .Between(flow.Source, flow.Destination)
                .Equals(new OpenPorts(after).Between(then.Source, then.Destination));
    }

    static Flow Between(FlowEnd from, FlowEnd to, Flow asked) =>
        asked with { Source = from, Destination = to, Via = null };

    static bool SameEnds(Flow flow, Flow asked) =>
        SameEnd(flow.Source, asked.Source) && SameEnd(flow.Destination, asked.Destination);

    // The pods of one workload, the families of one pod, and a node with the pods on its network are one end.
    static bool SameEnd(FlowEnd end, FlowEnd asked) =>
        end.Endpoint?.Workload == asked.Endpoint?.Workload || (end.Address is not null && end.Address == asked.Address);

    // Endpoints belong to the cluster that they were built for.
    static Flow OnTo(Cluster cluster, Flow flow) =>
        flow with { Source = OnTo(cluster, flow.Source), Destination = OnTo(cluster, flow.Destination) };

    static FlowEnd OnTo(Cluster cluster, FlowEnd end) =>
        end.Endpoint is not null && cluster.TryGetEndpoint(end.Endpoint.Id.Text, out var same)
            ? FlowEnd.Of(same, end.Address)
            : end;

    static string Write(
        Snapshot snapshot,
        Flow flow,
        Direction direction,
        string subjectSelector,
        HashSet<(string Namespace, string Name)> taken)
    {
        var (subject, peer) = Evaluator.Ends(flow, direction);
        if (subject.Endpoint is not { Namespace: { } @namespace })
        {
            throw new ArgumentException("Only pods are isolated.", nameof(flow));
        }
        var text = new StringBuilder();
        var name = UniqueName(
            taken, @namespace.Name, $"allow-{NameOf(flow.Source)}-to-{NameOf(flow.Destination)}-{PortName(flow)}");
        var (section, peers) = direction == Direction.Ingress ? ("ingress", "from") : ("egress", "to");
        text.Append("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n");
        text.Append(CultureInfo.InvariantCulture, $"  name: {name}\n  namespace: {SelectorYaml.Quote(@namespace.Name)}\nspec:\n");
        text.Append(CultureInfo.InvariantCulture, $"  podSelector: {subjectSelector}\n");
        text.Append(CultureInfo.InvariantCulture, $"  policyTypes: [{direction}]\n  {section}:\n  - {peers}:\n");
        text.Append(PeerLines(snapshot, peer, @namespace));
        if (flow.Protocol.HasPorts)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"    ports:\n    - {{protocol: {flow.Protocol}, port: {flow.Port}}}\n");
        }
        return text.ToString();
    }

    // Selecting is isolating: where the labels select a pod that no policy isolates, it would lose what it has. So the
    // selector asks for all that the policy asks for which isolates the subject now.
    static string SubjectSelector(
        Snapshot snapshot, Evaluator evaluator, in Flow flow, Direction direction, Policy? isolating)
    {
        var pod = Evaluator.Ends(flow, direction).Subject.Endpoint
            ?? throw new ArgumentException("Only pods are isolated.", nameof(flow));
        var labels = DistinctiveLabels.Choose(pod, snapshot.Cluster);
        var wouldIsolate = snapshot.Cluster.Endpoints.Any(other =>
            other.IsOnPodNetwork
            && ReferenceEquals(other.Namespace, pod.Namespace)
            && labels.All(label => other.Labels.TryGet(label.Key, out var value) && value == label.Value)
            && !evaluator
                .Applying(other, direction)
                .SelectMany(tier => tier.Policies)
                .Any(policy => policy.Id.Kind == NetworkPolicyResource.KindName));
        if (!wouldIsolate) return Selector(labels);
        var asked = snapshot.Resources.Policies
            .OfType<NetworkPolicyResource>()
            .FirstOrDefault(policy => policy.Id == isolating?.Id)?.PodSelector;
        return asked is null
            ? Selector(labels)
            : Selector(LabelSet.From(labels.Union(asked.MatchLabels)), asked.MatchExpressions);
    }

    static bool CanBeNamed(FlowEnd peer) => peer.IsPod || peer.Address is not null;

    static string PeerLines(Snapshot snapshot, FlowEnd peer, ClusterNamespace own)
    {
        if (peer.Endpoint is { IsOnPodNetwork: true, Namespace: { } home } pod)
        {
            var pods = $"podSelector: {Selector(DistinctiveLabels.Choose(pod, snapshot.Cluster))}\n";
            return ReferenceEquals(home, own)
                ? $"    - {pods}"
                : $"    - namespaceSelector: {{matchLabels: {{{ClusterNamespace.NameLabel}: {SelectorYaml.Quote(home.Name)}}}}}\n"
                    + $"      {pods}";
        }
        if (peer.Address is not { } address)
        {
            throw new ArgumentException($"{peer} has neither labels nor an address to allow it by.", nameof(peer));
        }
        var cidr = Cidr.Of(address);
        return $"    - ipBlock: {{cidr: {(address.Family == IpFamily.IPv6 ? $"\"{cidr}\"" : cidr.ToString())}}}\n";
    }

    static string Selector(LabelSet labels, ImmutableArray<LabelRequirementSpec> requirements = default) =>
        SelectorYaml.Write(labels, requirements.IsDefault ? [] : requirements);

    static string NameOf(FlowEnd end) => end switch
    {
        { Endpoint: { } endpoint } => endpoint.Workload.Text[(endpoint.Workload.Text.LastIndexOf('/') + 1)..],
        { Address: { } address } => address.ToString().Replace(':', '-').Trim('-'),
        _ => "anyone",
    };

    static string PortName(Flow flow) => flow.Protocol.HasPorts
        ? string.Create(CultureInfo.InvariantCulture, $"{flow.Port}-{flow.Protocol.ToString().ToLowerInvariant()}")
        : flow.Protocol.ToString().ToLowerInvariant();

    // Of two policies with one name the second would replace the first.
    static string UniqueName(HashSet<(string Namespace, string Name)> taken, string @namespace, string wanted)
    {
        const int longest = 200;
        var name = (wanted.Length > longest ? wanted[..longest].TrimEnd('-', '.') : wanted).ToLowerInvariant();
        if (taken.Add((@namespace, name))) return name;
        for (var i = 2; ; i++)
        {
            if (taken.Add((@namespace, $"{name}-{i}"))) return $"{name}-{i}";
        }
    }
}
