namespace Merlon.Cli.Output;

/// <summary>Tells on standard error what is going on, from the second second on.</summary>
sealed class Progress : IDisposable
{
    static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    readonly TextWriter _error;
    readonly Timer _timer;
    volatile string _doing = "";
    string _told = "";

    public Progress(TextWriter error)
        : this(error, Pace)
    {
    }

    Progress(TextWriter error, TimeSpan pace)
    {
        _error = error;
        _timer = new Timer(_ => Tell(), null, pace, pace);
    }

    /// <summary>Tells where somebody waits for the program to go on, and not where its output is compared.</summary>
    public static Progress On(Terminal terminal) =>
        new(terminal.Error, terminal.TellsProgress ? Pace : Timeout.InfiniteTimeSpan);

    public void Doing(string what) => _doing = what;

    /// <summary>Ends the telling; nothing is written after this.</summary>
    public void Dispose()
    {
        using var ended = new ManualResetEvent(false);
        if (_timer.Dispose(ended)) ended.WaitOne();
    }

    void Tell()
    {
        var doing = _doing;
        if (doing == _told) return;
        _told = doing;
        _error.WriteLine($"merlon: {doing} …");
    }
}
