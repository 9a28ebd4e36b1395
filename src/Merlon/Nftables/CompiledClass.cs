using System.Collections.Immutable;

namespace Merlon.Nftables;

/// <summary>The chains of a class of pods in one direction, and the sets that they ask.</summary>
/// <param name="First">The chain that its pods are led to.</param>
/// <param name="Chains">All its chains.</param>
/// <param name="Sets">All sets that these ask.</param>
sealed record CompiledClass(NftName First, ImmutableArray<NftChain> Chains, ImmutableArray<NftSet> Sets);
