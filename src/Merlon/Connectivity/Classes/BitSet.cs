using System.Numerics;

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

    public bool Contains(int member) => (_words[member >> 6] & (1UL << member)) != 0;

    public void Add(int member) => _words[member >> 6] |= 1UL << member;

    public void Clear() => Array.Clear(_words);

    public BitSet Copy()
    {
        var copy = new BitSet(length);
        _words.CopyTo(copy._words, 0);
        return copy;
    }

    public BitSet Or(BitSet other)
    {
        for (var i = 0; i < _words.Length; i++) _words[i] |= other._words[i];
        return this;
    }

    public BitSet And(BitSet other)
    {
        for (var i = 0; i < _words.Length; i++) _words[i] &= other._words[i];
        return this;
    }

    public BitSet AndNot(BitSet other)
    {
        for (var i = 0; i < _words.Length; i++) _words[i] &= ~other._words[i];
        return this;
    }

    public BitSet Invert()
    {
        for (var i = 0; i < _words.Length; i++) _words[i] = ~_words[i];
        TrimLastWord();
        return this;
    }

    public bool Overlaps(BitSet other)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if ((_words[i] & other._words[i]) != 0) return true;
        }
        return false;
    }

    /// <summary>Whether it has all members of the other.</summary>
    public bool Holds(BitSet other)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if ((other._words[i] & ~_words[i]) != 0) return false;
        }
        return true;
    }

    /// <summary>Sets the word of 64 members at once: the way results are written that come in columns.</summary>
    public void SetWord(int index, ulong word) => _words[index] = word;

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
}
