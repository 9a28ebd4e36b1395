using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Nftables;

/// <summary>A set whose members are kept in step: a bit for each address, and which bits the kernel does not know yet.</summary>
sealed class MemberSet(SetMeaning meaning, IpFamily family)
{
    readonly HashSet<int> _unknownToKernel = [];
    ulong[] _members = [];

    public SetMeaning Meaning => meaning;

    public IpFamily Family => family;

    public NftName Name { get; } = meaning.NameIn(family);

    public int Count { get; private set; }

    /// <summary>Whether the kernel knows other members.</summary>
    public bool HasChanged => _unknownToKernel.Count > 0;

    /// <summary>Makes an address a member or not; nothing where it is so already.</summary>
    public void Set(int slot, bool isMember)
    {
        if (Contains(slot) == isMember) return;
        if (slot >> 6 >= _members.Length) Array.Resize(ref _members, Math.Max((slot >> 6) + 1, _members.Length * 2));
        _members[slot >> 6] ^= 1UL << (slot & 63);
        Count += isMember ? 1 : -1;
        // There and back is no change.
        if (!_unknownToKernel.Remove(slot)) _unknownToKernel.Add(slot);
    }

    /// <summary>The kernel knows all members now.</summary>
    public void Commit() => _unknownToKernel.Clear();

    public NftSet.Addresses Whole(AddressBook book) => Of(Slots(), book);

    /// <summary>The members that the kernel lacks.</summary>
    public NftSet.Addresses Added(AddressBook book) => Of(_unknownToKernel.Where(Contains), book);

    /// <summary>The addresses that the kernel still has as members.</summary>
    public NftSet.Addresses Removed(AddressBook book) => Of(_unknownToKernel.Where(slot => !Contains(slot)), book);

    bool Contains(int slot) => slot >> 6 < _members.Length && (_members[slot >> 6] & (1UL << (slot & 63))) != 0;

    IEnumerable<int> Slots()
    {
        for (var word = 0; word < _members.Length; word++)
        {
            for (var bits = _members[word]; bits != 0; bits &= bits - 1)
            {
                yield return (word << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits);
            }
        }
    }

    NftSet.Addresses Of(IEnumerable<int> slots, AddressBook book) =>
        new(Name, family, [.. slots.Select(book.AddressOf).Order()]);
}
