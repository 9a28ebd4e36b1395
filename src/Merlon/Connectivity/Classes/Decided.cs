using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>Told of everything that decides in a walk, or may.</summary>
/// <param name="stretch">At these ports.</param>
/// <param name="tier">In this tier.</param>
/// <param name="policy">This policy; where the tier's default decides, the first that applies.</param>
/// <param name="rule">This rule; null where the tier's default decides.</param>
/// <param name="peers">For these classes; only good during the call.</param>
delegate void Decided(PortStretch stretch, Tier tier, Policy policy, Rule? rule, BitSet peers);
