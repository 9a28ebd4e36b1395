namespace Merlon.Nftables;

/// <summary>What an <see cref="IndexKey"/> speaks of.</summary>
enum IndexKind
{
    /// <summary>A label of the endpoint itself, or its namespace alone.</summary>
    Own,

    /// <summary>A label of its namespace.</summary>
    OfNamespace,

    /// <summary>A named port.</summary>
    Port,
}
