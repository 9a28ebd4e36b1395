namespace Merlon.Linting;

/// <summary>What a selector of a policy chooses.</summary>
enum SelectorRole
{
    /// <summary>The pods that the policy governs.</summary>
    Subject,

    /// <summary>Pods at the other end.</summary>
    PeerPods,

    /// <summary>The namespaces of the pods at the other end.</summary>
    PeerNamespaces,
}
