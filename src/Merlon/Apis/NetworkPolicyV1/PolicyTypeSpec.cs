using Merlon.Diagnostics;

namespace Merlon.Apis.NetworkPolicyV1;

/// <summary>An element of <c>policyTypes</c>.</summary>
public sealed record PolicyTypeSpec(string Text, Place Place);
