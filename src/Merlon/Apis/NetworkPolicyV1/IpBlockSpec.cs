using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Apis.NetworkPolicyV1;

/// <summary>An <c>ipBlock</c> as written; a text that is no CIDR has no value.</summary>
public sealed record IpBlockSpec(CidrSpec Cidr, ImmutableArray<CidrSpec> Except, Place Place);

/// <summary>A CIDR as written, with the block that a server makes of it; null where it is none.</summary>
public sealed record CidrSpec(string Text, Cidr? Value, Place Place);
