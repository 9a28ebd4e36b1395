namespace Merlon.Connectivity.Classes;

/// <summary>Gives equal sequences of numbers equal ids, one step at a time. The empty sequence is 0.</summary>
sealed class Trie
{
    readonly Dictionary<long, int> _steps = [];

    /// <summary>The id of the sequence with one more number, which must not be negative.</summary>
    public int Append(int sequence, int number)
    {
        var step = ((long)sequence << 32) | (uint)number;
        if (!_steps.TryGetValue(step, out var longer))
        {
            longer = _steps.Count + 1;
            _steps.Add(step, longer);
        }
        return longer;
    }
}
