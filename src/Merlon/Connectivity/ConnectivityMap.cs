using System.Collections.Frozen;
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
    // Classes that were cut so often since they were made are made anew.
    const int MostCuts = 1_000;

    readonly SubjectFold _fold;
    readonly OpenPorts _direct;
    readonly SubjectGroups _egress;
    readonly SubjectGroups _ingress;
    readonly FrozenSet<string> _portNames;
    readonly ClusterEnds _ends;

    public ConnectivityMap(Evaluator evaluator)
        : this(evaluator, null)
    {
    }

    /// <param name="evaluator">What the map is to say.</param>
    /// <param name="borders">The blocks that tell addresses outside apart, ordered: those of the policies, and any more;
    /// null for those of the policies.</param>
    internal ConnectivityMap(Evaluator evaluator, ImmutableArray<Cidr>? borders)
    {
        (Evaluator, _direct, _ends) = (evaluator, new OpenPorts(evaluator), new ClusterEnds(evaluator.Cluster));
        var terms = PolicyTerms.Of(evaluator);
        _portNames = terms.PortNames;
        Outside = new OutsideRanges(evaluator.Cluster, borders ?? terms.Blocks);
        Classes = EndClasses.Build(
            evaluator.Cluster, terms, evaluator.Matcher.Peers, Outside.Samples, apart: AsksEachPair);
        PortSets = new PortSets();
        _fold = new SubjectFold(evaluator, Classes, PortSets, evaluator.Policies.Policies, FrozenSet<PortStretch>.Empty);
        _egress = new SubjectGrouping(Classes, _fold, Direction.Egress).Of(evaluator.Policies);
        _ingress = new SubjectGrouping(Classes, _fold, Direction.Ingress).Of(evaluator.Policies);
    }

    // What the change does not reach is taken over.
    ConnectivityMap(
        ConnectivityMap old, Evaluator evaluator, PolicyChange change, OutsideRanges outside, EndClasses classes)
    {
        (Evaluator, _direct, _ends) = (evaluator, new OpenPorts(evaluator), old._ends);
        (Outside, Classes, PortSets, _portNames) = (outside, classes, old.PortSets, old._portNames);
        _fold = new SubjectFold(
            evaluator, Classes, PortSets, change.Added.Select(item => item.Policy), old._fold.Edges);
        _egress = new SubjectGrouping(Classes, _fold, Direction.Egress).After(old._egress, change);
        _ingress = new SubjectGrouping(Classes, _fold, Direction.Ingress).After(old._ingress, change);
    }

    /// <summary>
    /// The map of the same cluster under other policies. Works out only what the difference can reach where the policies
    /// that are in both are the same objects, and those that are new name no Service and no port that was not named before;
    /// else it is made anew. Shares with this map what both know: the two are not safe for concurrent use either.
    /// </summary>
    public ConnectivityMap With(Evaluator evaluator)
    {
        var isSameCluster = ReferenceEquals(evaluator.Cluster, Evaluator.Cluster) && evaluator.Options == Evaluator.Options;
        if (!isSameCluster || AsksEachPair || evaluator.KnowsHosts || Classes.Cuts > MostCuts
            || PolicyChange.Between(Evaluator.Policies, evaluator.Policies) is not { } change)
        {
            return new ConnectivityMap(evaluator);
        }
        var added = PolicyTerms.Of(change.Added.Select(item => item.Policy), evaluator);
        var outside = Outside.With(added.Blocks);
        return added.NamesServices || !added.PortNames.IsSubsetOf(_portNames) || StrangersOf(outside) is not { } strangers
            ? new ConnectivityMap(evaluator)
            : new ConnectivityMap(
                this, evaluator, change, outside, Classes.Cut(_ends, added, evaluator.Matcher.Peers, strangers));
    }

    public Evaluator Evaluator { get; }

    /// <summary>
    /// Whether every end is a class of its own, and every pair asked by itself: so it is where firewalls or endpoints of
    /// hosts are known, to which the place of a pod matters.
    /// </summary>
    internal bool AsksEachPair => Evaluator.KnowsHosts;

    internal EndClasses Classes { get; }

    internal PortSets PortSets { get; }

    internal OutsideRanges Outside { get; }

    internal ClassMatcher Matcher => _fold.Classes;

    internal SubjectGroups Groups(Direction direction) => direction == Direction.Egress ? _egress : _ingress;

    /// <summary>What may be opened from one end to the other, two strangers included.</summary>
    public Opening Between(FlowEnd source, FlowEnd destination) => ClassesOf(source, destination) is var (from, to)
        ? Between(from, to)
        : _direct.Between(source, destination);

    /// <summary>
    /// The classes of two ends: any two others of these classes fare alike, by the same rules. Null where the two can fare
    /// otherwise, or are unknown here.
    /// </summary>
    internal (int Source, int Destination)? ClassesOf(FlowEnd source, FlowEnd destination) =>
        AreRelated(source, destination) || ClassOf(source) is not { } from || ClassOf(destination) is not { } to
            ? null
            : (from, to);

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

    // An address of each range with the class it is of here; null where there is none.
    List<(IpAddress, int)>? StrangersOf(OutsideRanges ranges)
    {
        var strangers = new List<(IpAddress, int)>();
        foreach (var address in ranges.Samples)
        {
            if (Outside.PlaceOf(address) is not { } place) return null;
            strangers.Add((address, Classes.OfStranger(place)));
        }
        return strangers;
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
