using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>What a rule says of the other end, and what is left of it without that.</summary>
/// <param name="Sure">The classes that its peers and conditions on the other end mean.</param>
/// <param name="Possible">Those that they mean or may mean.</param>
/// <param name="Rest">The same rule with everything else: ports, protocol, its own end.</param>
readonly record struct RuleSets(BitSet Sure, BitSet Possible, Rule Rest);
