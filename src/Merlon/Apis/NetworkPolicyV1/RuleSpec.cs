using System.Collections.Immutable;
using Merlon.Diagnostics;

namespace Merlon.Apis.NetworkPolicyV1;

/// <summary>An ingress or egress rule as written.</summary>
/// <param name="Peers">The elements of <c>from</c> or <c>to</c>; none means anyone.</param>
/// <param name="Ports">The elements of <c>ports</c>; none means everything.</param>
/// <param name="IsNull">Whether the element is null, which the API reads as the rule that allows everything.</param>
/// <param name="Place">Where it stands.</param>
public sealed record RuleSpec(ImmutableArray<PeerSpec> Peers, ImmutableArray<PortSpec> Ports, bool IsNull, Place Place);
