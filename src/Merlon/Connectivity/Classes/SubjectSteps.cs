using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>The rules of all policies that apply to a subject, tier by tier.</summary>
sealed class SubjectSteps(FlowEnd subject, Direction direction)
{
    public FlowEnd Subject => subject;

    public Direction Direction => direction;

    public List<TierSteps> Tiers { get; } = [];

    public List<Step> Rules { get; } = [];
}
