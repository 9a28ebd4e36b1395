namespace Merlon.Nftables;

/// <summary>Where a base chain is attached.</summary>
public enum NftHook
{
    /// <summary>Packets to this host's own processes.</summary>
    Input,

    /// <summary>Packets that this host passes on.</summary>
    Forward,

    /// <summary>Packets of this host's own processes.</summary>
    Output,

    /// <summary>Every packet that comes in, before it is known where it goes.</summary>
    Prerouting,
}
