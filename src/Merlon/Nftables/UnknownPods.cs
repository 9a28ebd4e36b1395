namespace Merlon.Nftables;

/// <summary>What happens to packets of addresses in the node's pod ranges that no pod is known to have.</summary>
public enum UnknownPods
{
    /// <summary>They are dropped: a pod that started a moment ago must not be open before its policies are known.</summary>
    Drop,

    /// <summary>They pass.</summary>
    Allow,
}
