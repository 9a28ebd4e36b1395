using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Evaluation.Hosts;

/// <summary>How a walk through tiers at a host differs from one at a pod.</summary>
/// <param name="before">The packet as it comes.</param>
/// <param name="after">The packet after its destination is translated.</param>
/// <param name="translates">Whether that is done on this host.</param>
/// <param name="end">What becomes of what no tier decides.</param>
sealed class HostView(in Flow before, in Flow after, bool translates, DirectionResult end)
{
    readonly Flow _before = before;
    readonly Flow _after = after;

    public DirectionResult End => end;

    /// <summary>The packet as policies of the tier see it.</summary>
    public ref readonly Flow SeenAt(Tier tier) => ref tier.IsBeforeTranslation ? ref _before : ref _after;

    /// <summary>Whether a packet that the tier allows never gets where it is sent: untracked, it is not translated.</summary>
    public bool Loses(Tier tier) => translates && tier.Stage == PolicyStage.Untracked;
}
