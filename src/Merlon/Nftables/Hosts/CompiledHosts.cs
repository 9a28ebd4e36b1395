using System.Collections.Immutable;
using Merlon.Policies;

namespace Merlon.Nftables.Hosts;

/// <summary>The chains of a node's host endpoints, and the sets that they ask.</summary>
/// <param name="Policies">What they were compiled from; each version of the policies is an object of its own.</param>
/// <param name="Chains">The chains.</param>
/// <param name="Sets">All sets that these ask.</param>
sealed record CompiledHosts(PolicySet Policies, ImmutableArray<NftChain> Chains, ImmutableArray<NftSet> Sets);
