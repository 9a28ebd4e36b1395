namespace Merlon.Connectivity.Classes;

/// <summary>Gives equal sequences of numbers equal ids, one step at a time. The empty sequence is 0.</summary>
sealed class Trie
{
    readonly Dictionary<long, int> _steps = [];
    readonly List<(int Shorter, int Last)> _sequences = [default];

    /// <summary>The id of the sequence with one more number, which must not be negative.</summary>
    public int Append(int sequence, int number)
    {
        var step = ((long)sequence << 32) | (uint)number;
        if (_steps.TryGetValue(step, out var longer)) return longer;
        longer = _sequences.Count;
        _sequences.Add((sequence, number));
        _steps.Add(step, longer);
        return longer;
    }

    /// <summary>The numbers of the sequence, in order.</summary>
    public List<int> Read(int sequence)
    {
        var numbers = new List<int>();
        for (; sequence != 0; sequence = _sequences[sequence].Shorter) numbers.Add(_sequences[sequence].Last);
        numbers.Reverse();
        return numbers;
    }
}
