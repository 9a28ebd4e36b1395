namespace Merlon.Nftables;

/// <summary>The packets that must have passed before a transaction, so that none sees both it and what was before the last one.</summary>
public enum PacketWait
{
    /// <summary>None.</summary>
    None,

    /// <summary>Those that come in by devices, from pods and from elsewhere.</summary>
    FromDevices,

    /// <summary>Those that processes of the host itself send too.</summary>
    All,
}
