using System.Collections.Immutable;
using Merlon.Connectivity.Classes;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity;

/// <summary>
/// What every end of a cluster may open towards every other: ends that no policy tells apart are worked out once, as
/// one class. Says what the evaluator says. Works things out when they are first asked for, so one map should answer
/// many questions; not safe for concurrent use.
/// </summary>
public sealed class ConnectivityMap
{
    readonly SubjectFold _fold;
    readonly OpenPorts _direct;
    readonly SubjectGroups _egress;
    readonly SubjectGroups _ingress;

    public ConnectivityMap(Evaluator evaluator)
        : this(evaluator, null)
    {
    }

    /// <param name="evaluator">What the map is to say.</param>
    /// <param name="borders">The blocks that tell addresses outside apart, ordered: those of the policies, and any more;
    /// null for those of the policies.</param>
    internal ConnectivityMap(Evaluator evaluator, ImmutableArray<Cidr>? borders)
    {
        Evaluator = evaluator;
        var terms = PolicyTerms.Of(evaluator);
        Outside = new OutsideRanges(evaluator.Cluster, borders ?? terms.Blocks);
        Classes = EndClasses.Build(
            evaluator.Cluster, terms, evaluator.Matcher.Peers, Outside.Samples, apart: AsksEachPair);
        _fold = new SubjectFold(evaluator, Classes, PortSets);
        _direct = new OpenPorts(evaluator);
        _egress = new SubjectGroups(evaluator.Policies, Classes, _fold, Direction.Egress);
        _ingress = new SubjectGroups(evaluator.Policies, Classes, _fold, Direction.Ingress);
    }

    public Evaluator Evaluator { get; }

    /// <summary>
    /// Whether every end is a class of its own, and every pair asked by itself: so it is where firewalls or endpoints of
    /// hosts are known, to which the place of a pod matters.
    /// </summary>
    internal bool AsksEachPair => Evaluator.KnowsHosts;

    internal EndClasses Classes { get; }

    internal PortSets PortSets { get; } = new();

    internal OutsideRanges Outside { get; }

    internal ClassMatcher Matcher => _fold.Classes;

    internal SubjectGroups Groups(Direction direction) => direction == Direction.Egress ? _egress : _ingress;

    /// <summary>What may be opened from one end to the other, two strangers included.</summary>
    public Opening Between(FlowEnd source, FlowEnd destination) =>
        AreRelated(source, destination) || ClassOf(source) is not { } from || ClassOf(destination) is not { } to
            ? _direct.Between(source, destination)
            : Between(from, to);

    /// <summary>Works out all pairs and counts them.</summary>
    public MapSummary Summarize() => new(
        Classes.Count,
        _egress.Count + _ingress.Count,
        new ClassRows(this).All().Sum(row => row.Cells.Sum(cell => (long)cell.Destinations.Count)));

    /// <summary>
    /// Whether the two can fare otherwise than their classes: the same endpoint, or a node and a pod that it hosts.
    /// </summary>
    internal static bool AreRelated(FlowEnd a, FlowEnd b) =>
        a.Endpoint is { } one && b.Endpoint is { } other
        && (ReferenceEquals(one, other) || a.IsNodeOf(other) || b.IsNodeOf(one));

    /// <summary>
    /// What members of one class may open towards members of the other, where no two of them are related.
    /// </summary>
    internal Opening Between(int source, int destination)
    {
        if (AsksEachPair)
        {
            return source == destination && Classes.Representatives[source].Endpoint is not null
                ? Connectivity.Opening.None
                : _direct.Between(Classes.Representatives[source], Classes.Representatives[destination]);
        }
        var sent = _egress.PortsOf(source, destination);
        var received = _ingress.PortsOf(destination, source);
        if (sent is null || received is null) return Connectivity.Opening.None;
        return PortSets.Opening(sent, received, HasAddress(source) || HasAddress(destination));
    }

    bool HasAddress(int id) => Classes.Representatives[id].Address is not null;

    // Null for a stranger of a range that was never seen: no policy and no endpoint uses its IP version.
    int? ClassOf(FlowEnd end)
    {
        if (end.Endpoint is not { } endpoint)
        {
            return end.Address is { } stranger && Outside.PlaceOf(stranger) is { } place ? Classes.OfStranger(place) : null;
        }
        var classes = Classes.Of(endpoint);
        var index = end.Address is { } address ? endpoint.Addresses.IndexOf(address) : 0;
        return index >= 0 && (end.Address is null) == endpoint.Addresses.IsEmpty ? classes[index] : null;
    }
}
