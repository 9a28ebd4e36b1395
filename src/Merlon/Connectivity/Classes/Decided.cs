using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>Told of everything that decides in a walk, or may.</summary>
/// <param name="stretches">At these ports: stretches that no rule tells apart.</param>
/// <param name="tier">In this tier; null where no tier decides.</param>
/// <param name="policy">This policy; where the tier's default decides, the first that applies; null where no tier decides
/// and so all is allowed.</param>
/// <param name="rule">This rule; null where none decides.</param>
/// <param name="peers">For these classes; only good during the call.</param>
delegate void Decided(IReadOnlyList<PortStretch> stretches, Tier? tier, Policy? policy, Rule? rule, BitSet peers);
