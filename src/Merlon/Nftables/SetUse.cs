namespace Merlon.Nftables;

/// <summary>What another member of a set means to the packets of a table.</summary>
enum SetUse
{
    /// <summary>More may pass, and never less.</summary>
    Opens,

    /// <summary>Less may pass, and never more.</summary>
    Closes,

    /// <summary>Either, or nothing at all.</summary>
    Unclear,
}
