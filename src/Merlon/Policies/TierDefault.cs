namespace Merlon.Policies;

/// <summary>What a tier does with a flow that its applying policies leave undecided.</summary>
public enum TierDefault
{
    Deny,
    Pass,
}
