using System.Numerics;
using System.Runtime.InteropServices;

namespace Merlon.Connectivity.Classes;

/// <summary>A set of numbers below a length that is fixed. Equal when length and members are.</summary>
sealed class BitSet(int length) : IEquatable<BitSet>
{
    readonly ulong[] _words = new ulong[(length + 63) >> 6];

    public int Length => length;

    public ReadOnlySpan<ulong> Words => _words;

    public static BitSet All(int length)
    {
        var all = new BitSet(length);
        Array.Fill(all._words, ulong.MaxValue);
        all.TrimLastWord();
        return all;
    }

    public static BitSet Of(int length, List<int> members)
    {
        var set = new BitSet(length);
        foreach (var member in members) set.Add(member);
        return set;
    }

    public bool IsEmpty => !_words.AsSpan().ContainsAnyExcept(0UL);

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _words) count += BitOperations.PopCount(word);
            return count;
        }
    }

    /// <summary>The lowest member of a set that has any.</summary>
    public int First
    {
        get
        {
            var word = _words.AsSpan().IndexOfAnyExcept(0UL);
            return (word << 6) + BitOperations.TrailingZeroCount(_words[word]);
        }
    }

    public bool Contains(int member) => (_words[member >> 6] & (1UL << member)) != 0;

    public void Add(int member) => _words[member >> 6] |= 1UL << member;

    public void Clear() => Array.Clear(_words);

    public BitSet Copy() => new BitSet(length).Become(this);

    /// <summary>The same with further numbers, each of which is a member where its origin is.</summary>
    /// <param name="origins">By number its origin, a lower number; of those beyond this length.</param>
    public BitSet Widened(int[] origins)
    {
        var wider = new BitSet(origins.Length);
        _words.CopyTo(wider._words, 0);
        for (var number = length; number < origins.Length; number++)
        {
            if (wider.Contains(origins[number])) wider.Add(number);
        }
        return wider;
    }

    /// <summary>Takes the members of another set of this length for its own.</summary>
    public BitSet Become(BitSet other)
    {
        other._words.CopyTo(_words, 0);
        return this;
    }

    public BitSet Or(BitSet other) => Combine<Union>(other);

    public BitSet And(BitSet other) => Combine<Intersection>(other);

    public BitSet AndNot(BitSet other) => Combine<Difference>(other);

    public BitSet Invert()
    {
        for (var i = 0; i < _words.Length; i++) _words[i] = ~_words[i];
        TrimLastWord();
        return this;
    }

    public bool Overlaps(BitSet other) => HasAny<Intersection>(other);

    /// <summary>Whether it has all members of the other.</summary>
    public bool Holds(BitSet other) => !other.HasAny<Difference>(this);

    /// <summary>Adds members by the word of 64: the way results are written that come in columns.</summary>
    public void AddWord(int index, ulong word) => _words[index] |= word;

    public Enumerator GetEnumerator() => new(_words);

    public bool Equals(BitSet? other) =>
        other is not null && length == other.Length && _words.AsSpan().SequenceEqual(other._words);

    public override bool Equals(object? obj) => Equals(obj as BitSet);

    public override int GetHashCode()
    {
        var hash = 17UL;
        foreach (var word in _words) hash = BitOperations.RotateLeft((hash ^ word) * 0x9E3779B97F4A7C15, 29);
        return (int)(hash ^ (hash >> 32));
    }

    BitSet Combine<T>(BitSet other)
        where T : struct, IWordOperation
    {
        var wide = Wide(_words);
        var otherWide = Wide(other._words);
        for (var i = 0; i < wide.Length; i++) wide[i] = T.Of(wide[i], otherWide[i]);
        for (var i = wide.Length * Vector<ulong>.Count; i < _words.Length; i++) _words[i] = T.Of(_words[i], other._words[i]);
        return this;
    }

    bool HasAny<T>(BitSet other)
        where T : struct, IWordOperation
    {
        var wide = Wide(_words);
        var otherWide = Wide(other._words);
        for (var i = 0; i < wide.Length; i++)
        {
            if (T.Of(wide[i], otherWide[i]) != Vector<ulong>.Zero) return true;
        }
        for (var i = wide.Length * Vector<ulong>.Count; i < _words.Length; i++)
        {
            if (T.Of(_words[i], other._words[i]) != 0) return true;
        }
        return false;
    }

    static Span<Vector<ulong>> Wide(ulong[] words) => MemoryMarshal.Cast<ulong, Vector<ulong>>(words.AsSpan());

    void TrimLastWord()
    {
        if ((length & 63) != 0) _words[^1] &= (1UL << length) - 1;
    }

    /// <summary>The members in order.</summary>
    public struct Enumerator(ulong[] words)
    {
        int _index = -1;
        ulong _rest;

        public int Current { get; private set; }

        public bool MoveNext()
        {
            while (_rest == 0)
            {
                if (++_index >= words.Length) return false;
                _rest = words[_index];
            }
            Current = (_index << 6) + BitOperations.TrailingZeroCount(_rest);
            _rest &= _rest - 1;
            return true;
        }
    }

    /// <summary>What becomes of two words, or of as many as the processor takes at once.</summary>
    interface IWordOperation
    {
        static abstract ulong Of(ulong mine, ulong other);

        static abstract Vector<ulong> Of(Vector<ulong> mine, Vector<ulong> other);
    }

    readonly struct Union : IWordOperation
    {
        public static ulong Of(ulong mine, ulong other) => mine | other;

        public static Vector<ulong> Of(Vector<ulong> mine, Vector<ulong> other) => mine | other;
    }

    readonly struct Intersection : IWordOperation
    {
        public static ulong Of(ulong mine, ulong other) => mine & other;

        public static Vector<ulong> Of(Vector<ulong> mine, Vector<ulong> other) => mine & other;
    }

    readonly struct Difference : IWordOperation
    {
        public static ulong Of(ulong mine, ulong other) => mine & ~other;

        public static Vector<ulong> Of(Vector<ulong> mine, Vector<ulong> other) => Vector.AndNot(mine, other);
    }
}
