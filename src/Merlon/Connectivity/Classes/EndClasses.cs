using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;

namespace Merlon.Connectivity.Classes;

/// <summary>
/// The ends of a cluster, and one stranger of each range outside, in classes that no policy tells apart: in either
/// role, towards whomever, the members of a class fare alike. Only a node and the pods that it hosts, and an end and
/// itself, can fare otherwise than their classes.
/// </summary>
sealed class EndClasses
{
    readonly int[] _firstEnd;
    readonly int[] _classOf;
    readonly int[] _origins;

    EndClasses(int[] firstEnd, int[] classOf, ImmutableArray<FlowEnd> representatives, TermSets terms, int[] origins)
    {
        (_firstEnd, _classOf, _origins) = (firstEnd, classOf, origins);
        (Representatives, Terms) = (representatives, terms);
    }

    public int Count => Representatives.Length;

    /// <summary>One end of each class.</summary>
    public ImmutableArray<FlowEnd> Representatives { get; }

    /// <summary>The classes that selectors and peers mean.</summary>
    public TermSets Terms { get; }

    /// <summary>By class the one that it was taken out of since the classes were made, a lower one.</summary>
    public int[] Origins => _origins;

    /// <summary>How many classes were taken out of others since.</summary>
    public int Cuts { get; private init; }

    /// <summary>How many ends the cluster has.</summary>
    int FirstStranger => _firstEnd[^1];

    /// <summary>The classes of an endpoint, one for each of its addresses in order; one where it has none.</summary>
    public ReadOnlySpan<int> Of(Endpoint endpoint) =>
        _classOf.AsSpan(_firstEnd[endpoint.Index].._firstEnd[endpoint.Index + 1]);

    /// <summary>The class of the stranger with this place in the list that the classes were made with.</summary>
    public int OfStranger(int place) => _classOf[FirstStranger + place];

    /// <param name="cluster">The cluster.</param>
    /// <param name="terms">What policies look at.</param>
    /// <param name="matcher">Says whom a peer means.</param>
    /// <param name="strangers">One address of each range outside.</param>
    /// <param name="apart">Whether every end is to be a class of its own.</param>
    public static EndClasses Build(
        Cluster cluster, PolicyTerms terms, PeerMatcher matcher, IReadOnlyList<IpAddress> strangers, bool apart)
    {
        var reader = new SignatureReader(terms);
        var firstEnd = new int[cluster.Endpoints.Length + 1];
        var signatureOf = new List<int>(cluster.Endpoints.Length + strangers.Count);
        var known = new Dictionary<Signature, int>();
        var samples = new List<FlowEnd>();
        var startParts = new List<(int Ports, int Kind, int Family, int Place)>();
        foreach (var endpoint in cluster.Endpoints)
        {
            var bare = reader.Read(endpoint);
            foreach (var address in endpoint.Addresses)
            {
                var end = FlowEnd.Of(endpoint, address);
                Add(reader.At(bare, end), end);
            }
            if (endpoint.Addresses.IsEmpty) Add(bare, FlowEnd.Of(endpoint, null));
            firstEnd[endpoint.Index + 1] = signatureOf.Count;
        }
        foreach (var stranger in strangers.Select(FlowEnd.Outside)) Add(reader.ReadStranger(stranger), stranger);

        var (partition, sets) = Refine(startParts, samples, terms, matcher);
        return new EndClasses(
            firstEnd,
            [.. signatureOf.Select(partition.PartOf)],
            FirstOfEach(partition, samples),
            sets,
            new int[partition.Count]);

        void Add(Signature signature, FlowEnd end)
        {
            if (apart) signature = signature with { Place = -1 - signatureOf.Count };
            if (!known.TryGetValue(signature, out var id))
            {
                known.Add(signature, id = samples.Count);
                samples.Add(end);
                startParts.Add((signature.Ports, signature.Kind, (int?)end.Address?.Family ?? 0, signature.Place));
            }
            signatureOf.Add(id);
        }
    }

    // What a selector or a peer means splits whatever is not yet split by it.
    static (Partition Parts, TermSets Sets) Refine(
        List<(int Ports, int Kind, int Family, int Place)> start, List<FlowEnd> samples, PolicyTerms terms, PeerMatcher matcher)
    {
        var numbers = new Dictionary<(int, int, int, int), int>();
        var parts = new int[samples.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!numbers.TryGetValue(start[i], out parts[i])) numbers.Add(start[i], parts[i] = numbers.Count);
        }
        var partition = new Partition(parts);
        var population = new Population(samples);
        var sets = new TermSets([]);
        var (matched, doubtful) = (new List<int>(), new List<int>());
        foreach (var selector in terms.Selectors)
        {
            population.AddMembers(selector, matched);
            partition.Split(matched);
            sets.Add(selector, BitSet.Of(samples.Count, matched));
            matched.Clear();
        }
        foreach (var peer in terms.OtherPeers)
        {
            population.AddMatches(peer, matcher, matched, doubtful);
            partition.Split(matched);
            partition.Split(doubtful);
            var sure = BitSet.Of(samples.Count, matched);
            sets.Add(peer, sure, doubtful.Count == 0 ? sure : BitSet.Of(samples.Count, doubtful).Or(sure));
            matched.Clear();
            doubtful.Clear();
        }
        return (partition, sets.Select(partition.Count, partition.PartOf));
    }

    /// <summary>The same classes, cut where terms that are new tell their members apart.</summary>
    /// <param name="ends">The ends of the cluster.</param>
    /// <param name="added">What is looked at; what is known already cuts nothing.</param>
    /// <param name="matcher">Says whom a peer means.</param>
    /// <param name="strangers">One address of each range outside, with the class it was of.</param>
    public EndClasses Cut(
        ClusterEnds ends, PolicyTerms added, PeerMatcher matcher, List<(IpAddress Address, int Class)> strangers)
    {
        int[] classOf = [.. _classOf.AsSpan(0, FirstStranger), .. strangers.Select(stranger => stranger.Class)];
        var partition = new Partition(classOf, Count);
        var cutting = new TermCutting(ends, partition, matcher, strangers);
        foreach (var selector in added.Selectors)
        {
            if (!Terms.Has(selector)) cutting.By(selector);
        }
        foreach (var peer in added.OtherPeers)
        {
            if (!Terms.Has(peer)) cutting.By(peer);
        }
        int[] origins = [.. _origins, .. partition.Origins];
        var representatives = new FlowEnd[partition.Count];
        for (var i = classOf.Length - 1; i >= 0; i--) representatives[classOf[i]] = cutting.EndAt(i);
        var terms = new TermSets(Terms, origins);
        cutting.AddTo(terms);
        return new EndClasses(_firstEnd, classOf, [.. representatives], terms, origins) { Cuts = Cuts + partition.Origins.Count };
    }

    static ImmutableArray<FlowEnd> FirstOfEach(Partition partition, List<FlowEnd> samples)
    {
        var found = new FlowEnd[partition.Count];
        for (var i = samples.Count - 1; i >= 0; i--) found[partition.PartOf(i)] = samples[i];
        return [.. found];
    }
}
