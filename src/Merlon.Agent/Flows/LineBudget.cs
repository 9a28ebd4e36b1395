namespace Merlon.Agent.Flows;

/// <summary>So many lines a second, and what was not used for a few seconds. It has one owner.</summary>
sealed class LineBudget(int perSecond, TimeProvider time)
{
    const int SecondsSaved = 5;

    double _left = perSecond * SecondsSaved;
    long _last = time.GetTimestamp();

    public bool TryTake()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(perSecond * SecondsSaved, _left + (time.GetElapsedTime(_last, now).TotalSeconds * perSecond));
        _last = now;
        if (_left < 1) return false;
        _left--;
        return true;
    }
}
