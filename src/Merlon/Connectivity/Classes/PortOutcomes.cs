namespace Merlon.Connectivity.Classes;

/// <summary>At which stretches of ports a rule matches, apart from the other end. Disjoint sets; at any other it does not.</summary>
/// <param name="Yes">Where it matches.</param>
/// <param name="Unknown">Where nobody can tell.</param>
/// <param name="Asked">Where that depends on the other end after all.</param>
sealed record PortOutcomes(BitSet Yes, BitSet Unknown, BitSet Asked);
