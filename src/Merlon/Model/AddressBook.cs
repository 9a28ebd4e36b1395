using System.Runtime.InteropServices;

namespace Merlon.Model;

/// <summary>
/// Who claims and who owns each address, kept in step with endpoints that come and go. Addresses have small numbers, so
/// that sets of them can be bits. Not safe for concurrent use.
/// </summary>
sealed class AddressBook
{
    readonly Dictionary<IpAddress, int> _slots = [];
    readonly List<Entry> _entries = [];
    readonly Stack<int> _free = [];
    readonly List<int> _abandoned = [];

    /// <summary>One more than the largest number in use.</summary>
    public int Count => _entries.Count;

    public IpAddress AddressOf(int slot) => _entries[slot].Address;

    /// <summary>Who owns an address, by the rule of <see cref="AddressIndex"/>; null where nobody claims it.</summary>
    public Endpoint? OwnerOf(int slot) => _entries[slot].Owner;

    public bool TryGetSlot(IpAddress address, out int slot) => _slots.TryGetValue(address, out slot);

    public IEnumerable<Endpoint> ClaimantsOf(int slot) =>
        _entries[slot] is var entry && entry.Others is { } others ? others.Prepend(entry.Owner!) : entry.Owner is { } owner ? [owner] : [];

    /// <summary>Adds a claim.</summary>
    /// <returns>The number of the address.</returns>
    public int Claim(IpAddress address, Endpoint endpoint)
    {
        var slot = SlotFor(address);
        ref var entry = ref CollectionsMarshal.AsSpan(_entries)[slot];
        if (entry.Owner is not { } owner) entry.Owner = endpoint;
        else if (AddressIndex.Precedes(endpoint, owner))
        {
            (entry.Others ??= []).Add(owner);
            entry.Owner = endpoint;
        }
        else (entry.Others ??= []).Add(endpoint);
        return slot;
    }

    /// <summary>Takes a claim back that was made.</summary>
    /// <returns>The number of the address, which stays its own until <see cref="Forget"/>.</returns>
    public int Release(IpAddress address, Endpoint endpoint)
    {
        var slot = _slots[address];
        ref var entry = ref CollectionsMarshal.AsSpan(_entries)[slot];
        if (!ReferenceEquals(entry.Owner, endpoint)) entry.Others?.Remove(endpoint);
        else
        {
            entry.Owner = entry.Others?.Aggregate((best, other) => AddressIndex.Precedes(other, best) ? other : best);
            if (entry.Owner is { } heir) entry.Others?.Remove(heir);
        }
        if (entry.Others is { Count: 0 }) entry.Others = null;
        if (entry.Owner is null) _abandoned.Add(slot);
        return slot;
    }

    /// <summary>Lets the numbers of addresses that nobody claims be given to others.</summary>
    public void Forget()
    {
        foreach (var slot in _abandoned)
        {
            var address = _entries[slot].Address;
            if (_entries[slot].Owner is not null || !_slots.TryGetValue(address, out var current) || current != slot) continue;
            _slots.Remove(address);
            _free.Push(slot);
        }
        _abandoned.Clear();
    }

    int SlotFor(IpAddress address)
    {
        if (_slots.TryGetValue(address, out var slot)) return slot;
        if (_free.TryPop(out slot)) _entries[slot] = new Entry { Address = address };
        else
        {
            slot = _entries.Count;
            _entries.Add(new Entry { Address = address });
        }
        _slots.Add(address, slot);
        return slot;
    }

    struct Entry
    {
        public IpAddress Address;
        public Endpoint? Owner;
        public List<Endpoint>? Others;
    }
}
