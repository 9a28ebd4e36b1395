using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>
/// The members of all sets in use, kept in step with endpoints that come and go. A change asks only the selectors that
/// are filed under something that the endpoint has or had: it costs the same whatever the size of the cluster. It has
/// one owner.
/// </summary>
sealed class MembershipIndex : IClusterView
{
    static readonly PortMatcher Ports = new(EvaluationOptions.Default, []);

    readonly AddressBook _book = new();
    readonly HashSet<Endpoint> _endpoints = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<NftName, MemberSet> _sets = [];
    readonly Dictionary<IndexKey, List<MemberSet>> _filed = [];
    readonly HashSet<NftName> _wanted = [];
    readonly List<MemberSet> _new = [];
    readonly Dictionary<(Protocol Protocol, string Name), PortNumbers> _numbers = [];
    readonly HashSet<int> _inRanges = [];
    ImmutableArray<Cidr> _ranges = [];
    bool _hasOtherClaims;

    public AddressBook Book => _book;

    /// <summary>The sets in use, by name.</summary>
    public IReadOnlyDictionary<NftName, MemberSet> Sets => _sets;

    /// <summary>Whether the kernel knows other members of any set.</summary>
    public bool HasOtherMembers
    {
        get
        {
            foreach (var set in _sets.Values)
            {
                if (set.HasChanged) return true;
            }
            return false;
        }
    }

    /// <summary>Whether a port name that anyone asked for has other numbers than before.</summary>
    public bool HasOtherNumbers { get; private set; }

    /// <summary>Whether what anyone asked of this, other than members of sets, may have another answer than before.</summary>
    public bool HasOtherAnswers => HasOtherNumbers || _hasOtherClaims;

    /// <summary>Takes note that an endpoint is another, new, or gone.</summary>
    public void Replace(Endpoint? old, Endpoint? now)
    {
        if (old is not null) _endpoints.Remove(old);
        if (now is not null) _endpoints.Add(now);
        foreach (var numbers in _numbers.Values) HasOtherNumbers |= numbers.Replace(old, now);

        var owners = new Dictionary<int, Endpoint?>();
        // New claims come first, so that an address that both have keeps its number.
        foreach (var address in now?.Addresses ?? []) Note(address, () => _book.Claim(address, now!));
        foreach (var address in old?.Addresses ?? []) Note(address, () => _book.Release(address, old!));
        foreach (var (slot, before) in owners) Follow(slot, before);

        void Note(IpAddress address, Func<int> change)
        {
            var before = _book.TryGetSlot(address, out var known) ? _book.OwnerOf(known) : null;
            owners.TryAdd(change(), before);
        }
    }

    /// <summary>What is asked for from now on, until <see cref="EndAsking"/>, is what is in use.</summary>
    public void BeginAsking()
    {
        HasOtherNumbers = _hasOtherClaims = false;
        _wanted.Clear();
    }

    /// <summary>Fills new sets.</summary>
    public void EndAsking() => Fill();

    /// <summary>The kernel knows all members now, and has no sets that nobody asked for.</summary>
    public void Commit()
    {
        foreach (var set in _sets.Values.Where(set => !_wanted.Contains(set.Name)).ToList()) Drop(set);
        foreach (var set in _sets.Values) set.Commit();
        _book.Forget();
    }

    /// <summary>An empty set: its members are in <see cref="Sets"/>.</summary>
    public NftSet.Addresses SetOf(SetMeaning meaning, IpFamily family)
    {
        var name = meaning.NameIn(family);
        if (_wanted.Add(name) && !_sets.ContainsKey(name))
        {
            var set = new MemberSet(meaning, family);
            _sets.Add(name, set);
            _new.Add(set);
            foreach (var key in IndexKey.Of(meaning))
            {
                if (!_filed.TryGetValue(key, out var filed)) _filed.Add(key, filed = []);
                filed.Add(set);
            }
        }
        return new NftSet.Addresses(name, family, []);
    }

    public void Keep(NftSet set)
    {
        if (_sets.ContainsKey(set.Name)) _wanted.Add(set.Name);
    }

    public bool IsOwner(Endpoint endpoint, IpAddress address) =>
        _book.TryGetSlot(address, out var slot) && ReferenceEquals(_book.OwnerOf(slot), endpoint);

    public IEnumerable<ushort> NumbersOf(PortMatch.Named port)
    {
        if (!_numbers.TryGetValue((port.Protocol, port.Name), out var numbers))
        {
            _numbers.Add((port.Protocol, port.Name), numbers = new PortNumbers(Ports, port));
            foreach (var endpoint in _endpoints) numbers.Replace(null, endpoint);
        }
        return numbers.InUse;
    }

    public IEnumerable<IpAddress> ClaimedByOthers(ImmutableArray<Cidr> ranges, IReadOnlyCollection<Endpoint> endpoints)
    {
        if (!_ranges.SequenceEqual(ranges))
        {
            _ranges = ranges;
            _inRanges.Clear();
            _inRanges.UnionWith(Enumerable.Range(0, _book.Count).Where(slot => _book.OwnerOf(slot) is not null && IsInRanges(slot)));
        }
        var own = endpoints.ToHashSet(ReferenceEqualityComparer.Instance);
        return _inRanges.Where(slot => _book.ClaimantsOf(slot).Any(endpoint => !own.Contains(endpoint))).Select(_book.AddressOf);
    }

    void Follow(int slot, Endpoint? before)
    {
        var owner = _book.OwnerOf(slot);
        if (IsInRanges(slot))
        {
            _hasOtherClaims = true;
            if (owner is null) _inRanges.Remove(slot);
            else _inRanges.Add(slot);
        }
        if (ReferenceEquals(before, owner)) return;
        foreach (var set in Candidates(before).Concat(Candidates(owner))) Update(set, slot, owner);
    }

    bool IsInRanges(int slot)
    {
        var address = _book.AddressOf(slot);
        foreach (var range in _ranges)
        {
            if (range.Contains(address)) return true;
        }
        return false;
    }

    IEnumerable<MemberSet> Candidates(Endpoint? endpoint) => endpoint is null ? [] : IndexKey.Of(endpoint)
        .SelectMany(key => _filed.TryGetValue(key, out var sets) ? sets : []);

    void Update(MemberSet set, int slot, Endpoint? owner)
    {
        if (set.Family == _book.AddressOf(slot).Family) set.Set(slot, owner is not null && set.Meaning.Contains(owner));
    }

    // New sets are asked about each endpoint, as far as they are few; many are found by what the endpoint has.
    void Fill()
    {
        if (_new.Count == 0) return;
        const int few = 4;
        var fresh = _new.Count > few ? _new.ToHashSet() : null;
        for (var slot = 0; slot < _book.Count; slot++)
        {
            if (_book.OwnerOf(slot) is not { } owner) continue;
            foreach (var set in fresh is null ? _new : Candidates(owner).Where(fresh.Contains)) Update(set, slot, owner);
        }
        _new.Clear();
    }

    void Drop(MemberSet set)
    {
        _sets.Remove(set.Name);
        foreach (var key in IndexKey.Of(set.Meaning))
        {
            _filed[key].Remove(set);
            if (_filed[key].Count == 0) _filed.Remove(key);
        }
    }
}
