using System.Collections.Immutable;
using System.Text;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Tests.BruteForce;

namespace Merlon.Tests.Apis.NetworkPolicyV1;

/// <summary>Applies a suggestion to a random world and looks for everything that it should not have done.</summary>
sealed class SuggestionCheck
{
    // As many as a suggestion lists; there may be more that it leaves out then.
    const int MostListed = 5;

    readonly RandomWorld _world;
    readonly Suggestion _suggestion;
    readonly (WorldEnd From, WorldEnd To) _asked;
    readonly Flow _flow;
    readonly RandomWorld _worldAfter;
    readonly Evaluator _before;
    readonly Evaluator _after;
    readonly Snapshot _proposed;

    public SuggestionCheck(
        RandomWorld world, Snapshot snapshot, Suggestion suggestion, (WorldEnd From, WorldEnd To) asked, Flow flow)
    {
        (_world, _suggestion, _asked, _flow) = (world, suggestion, asked, flow);
        var read = ManifestReader.Read([new SourceText("suggestion.yaml", Encoding.UTF8.GetBytes(suggestion.Yaml))]);
        Faults.AddRange(read.Diagnostics
            .Where(diagnostic => diagnostic.Severity == Severity.Error)
            .Select(diagnostic => $"{diagnostic}"));
        Faults.AddRange(read.Unread.Select(document => $"{document}: {document.Reason}"));
        var policies = read.Resources.Policies.Cast<NetworkPolicyResource>().ToList();
        if (policies.Count != read.DocumentCount)
        {
            Faults.Add($"{read.DocumentCount} documents make {policies.Count} policies");
        }
        var taken = snapshot.Resources.Policies.Select(policy => policy.Id).ToHashSet();
        Faults.AddRange(policies.Where(policy => taken.Contains(policy.Id)).Select(policy => $"{policy.Id} exists"));

        _worldAfter = world with { Policies = [.. world.Policies, .. policies.Select(PolicyReading.From)] };
        _proposed = Snapshot.From(
            snapshot.Resources with { Policies = snapshot.Resources.Policies.AddRange(policies) }, []);
        _before = new Evaluator(snapshot.Cluster, snapshot.Policies);
        _after = new Evaluator(_proposed.Cluster, _proposed.Policies);
    }

    public List<string> Faults { get; } = [];

    /// <summary>How many flows but the one asked for have opened.</summary>
    public int Opened { get; private set; }

    /// <summary>Asks about all pairs of these ends, at the asked port and what is beside it.</summary>
    public void Run(IReadOnlyList<WorldEnd> ends, bool byBruteForce)
    {
        if (!IsAllowedAfter(_asked.From, _asked.To, _flow.Protocol, _flow.Port, byBruteForce))
        {
            Faults.Add("it is still denied");
        }
        foreach (var from in ends)
        {
            foreach (var to in ends.Where(from.MayAsk))
            {
                foreach (var (protocol, port) in Traffic()) Compare(from, to, protocol, port, byBruteForce);
            }
        }
    }

    void Compare(WorldEnd from, WorldEnd to, Protocol protocol, ushort port, bool byBruteForce)
    {
        var before = IsAllowedBefore(from, to, protocol, port, byBruteForce);
        var after = IsAllowedAfter(from, to, protocol, port, byBruteForce);
        if (before && !after) Faults.Add($"it closes {from} → {to} {port}/{protocol}");
        if (before || !after) return;
        Opened++;
        if (!IsMeant(from, to, protocol, port)) Faults.Add($"it opens {from} → {to} {port}/{protocol}");
    }

    // Between the same two workloads, or said. For ICMP everything between the two is meant: no rule is for ICMP alone.
    bool IsMeant(WorldEnd from, WorldEnd to, Protocol protocol, ushort port)
    {
        if (_flow.Protocol.HasPorts && (protocol, port) != (_flow.Protocol, _flow.Port)) return false;
        if (IsSame(from.End, _asked.From.End) && IsSame(to.End, _asked.To.End)) return true;
        return _suggestion.AlsoOpens.Length >= MostListed
            || _suggestion.AlsoOpens.Any(flow => flow.Source == from.End && flow.Destination == to.End);
    }

    // A node and the pods on its network share their address.
    static bool IsSame(FlowEnd end, FlowEnd asked) =>
        (end.Address is not null && end.Address == asked.Address)
        || (end.Endpoint is not null && end.Endpoint.Workload == asked.Endpoint?.Workload);

    IEnumerable<(Protocol Protocol, ushort Port)> Traffic()
    {
        var port = _flow.Protocol.HasPorts ? _flow.Port : (ushort)80;
        var protocol = _flow.Protocol.HasPorts ? _flow.Protocol : Protocol.Tcp;
        if (port > 1) yield return (protocol, (ushort)(port - 1));
        if (port < ushort.MaxValue) yield return (protocol, (ushort)(port + 1));
        foreach (var other in new[] { Protocol.Tcp, Protocol.Udp, Protocol.Sctp }) yield return (other, port);
        yield return (Protocol.Icmp, 0);
    }

    bool IsAllowedBefore(WorldEnd from, WorldEnd to, Protocol protocol, ushort port, bool byBruteForce) =>
        byBruteForce && from.IsKnownToBruteForce && to.IsKnownToBruteForce
            ? BruteForceEvaluator.IsAllowed(_world, from.QuestionTo(to, protocol, port))
            : _before.Evaluate(from.FlowTo(to, protocol, port)).Verdict == Verdict.Allow;

    bool IsAllowedAfter(WorldEnd from, WorldEnd to, Protocol protocol, ushort port, bool byBruteForce) =>
        byBruteForce && from.IsKnownToBruteForce && to.IsKnownToBruteForce
            ? BruteForceEvaluator.IsAllowed(
                _worldAfter, from.QuestionTo(to, protocol == Protocol.IcmpV6 ? Protocol.Icmp : protocol, port))
            : _after.Evaluate(Proposed(from).FlowTo(Proposed(to), protocol, port)).Verdict == Verdict.Allow;

    // Endpoints belong to the cluster that they were built for.
    WorldEnd Proposed(WorldEnd end) => end.End.Endpoint is null ? end : end with
    {
        End = FlowEnd.Of(_proposed.Cluster.Endpoints[end.End.Endpoint.Index], end.End.Address),
    };
}
