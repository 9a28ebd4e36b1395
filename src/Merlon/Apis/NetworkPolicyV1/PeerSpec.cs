using Merlon.Diagnostics;
using Merlon.Resources;

namespace Merlon.Apis.NetworkPolicyV1;

/// <summary>A peer as written; a null selector is absent. A valid peer has selectors or a block.</summary>
public sealed record PeerSpec(
    LabelSelectorSpec? PodSelector, LabelSelectorSpec? NamespaceSelector, IpBlockSpec? IpBlock, Place Place);
