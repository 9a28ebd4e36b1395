namespace Merlon.Linux.Nftables;

/// <summary>Which end of an interval an element is.</summary>
enum IntervalRole
{
    /// <summary>None: it is in a set found by hash.</summary>
    None,

    /// <summary>The first value of an interval that has an end.</summary>
    Start,

    /// <summary>The first value of an interval that goes on to the highest value.</summary>
    OpenStart,

    /// <summary>The first value behind an interval.</summary>
    End,
}
